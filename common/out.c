#include "out.h"

#include <errno.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "table.h"
#include "text.h"
#include "utf8.h"

struct column {
	char *name;
	struct out_col col;	/* its name is ours */
	bool known;		/* one of the spec's, or met in a row */
};

struct out {
	FILE *f;
	const struct writer *writer;
	const char *schema, *commit, *program;
	struct out_style style;
	struct column *cols;
	size_t n, rows;
	bool chosen;		/* json: only these columns */
	struct table *table;
	out_fn *each;
	void *arg;
	struct buf line, cell, text;
	struct buf names;	/* of the first row's fields, for a message */
	int error;		/* errno of the first failed write */
};

/* start() is called before the first row, or before end() without one. */
struct writer {
	const char *name;
	void (*start)(struct out *o);
	void (*row)(struct out *o, const cJSON *row);
	void (*end)(struct out *o);
};

static void
write_text(void *arg, const char *text, size_t len)
{
	struct out *o = arg;

	if (o->error != 0)
		return;
	errno = 0;
	if (fwrite(text, 1, len, o->f) != len)
		o->error = errno != 0 ? errno : EIO;
}

static void
line_write(struct out *o)
{
	write_text(o, o->line.p, o->line.len);
	buf_clear(&o->line);
}

static const char *
heading(const struct out *o, const struct out_col *col)
{
	return col->head != NULL ? iv_text(o->style.lang, col->head) :
	    col->name;
}

/* What people see of a value, on one line, control characters visible. */
static const char *
cell_shown(struct out *o, const struct out_col *col, const cJSON *v)
{
	struct out_style plain = o->style;
	size_t n = 0;

	plain.tty = false;
	buf_clear(&o->text);
	out_shown(&o->text, col, v, &plain);
	for (size_t i = 0; i < o->text.len; i++) {
		char c = o->text.p[i];

		if (c >= '\t' && c <= '\r')
			c = ' ';
		if (c != ' ' || (n > 0 && o->text.p[n - 1] != ' '))
			o->text.p[n++] = c;
	}
	buf_cut(&o->text, n);
	buf_clear(&o->cell);
	utf8_visible(&o->cell, o->text.p, "");
	return o->cell.p;
}

/* What machines read of a value; on a terminal nothing is raw. */
static const char *
cell_raw(struct out *o, const cJSON *v)
{
	buf_clear(&o->text);
	out_value(&o->text, v);
	if (!o->style.tty)
		return o->text.p;
	buf_clear(&o->cell);
	utf8_visible(&o->cell, o->text.p, "\n\t");
	return o->cell.p;
}

static enum table_draw
drawing(enum out_type type)
{
	return type < OUT_BAR ? TABLE_TEXT : TABLE_BAR + type - OUT_BAR;
}

/* The numbers of which a cell is drawn. */
static const char *
cell_drawn(struct out *o, const struct out_col *col, const cJSON *row)
{
	size_t n;

	buf_clear(&o->cell);
	for (const char *p = col->name; *p != '\0'; p += n + (p[n] == ',')) {
		IV_AUTO(buf_release) struct buf path = BUF_INIT;
		const cJSON *v;

		n = strcspn(p, ",");
		buf_add(&path, p, n);
		v = out_pick(row, path.p);
		if (!cJSON_IsNumber(v))
			return "";
		buf_adds(&o->cell, o->cell.len > 0 ? "," : "");
		json_number(&o->cell, v->valuedouble);
	}
	return o->cell.p;
}

static void
table_start(struct out *o)
{
	IV_AUTO(mem_free_auto) struct table_col *cols =
	    mem_array(NULL, o->n, sizeof(*cols));

	for (size_t i = 0; i < o->n; i++) {
		const struct out_col *c = &o->cols[i].col;

		cols[i] = (struct table_col){ .head = heading(o, c),
		    .draw = drawing(c->type),
		    .right = out_right(c->type),
		    .keep = c->type != OUT_TEXT &&
			c->type != OUT_MEMBER && c->type != OUT_WHOLE,
		    .whole = c->type == OUT_WHOLE };
	}
	o->table = table_new(cols, o->n);
}

static void
table_row(struct out *o, const cJSON *row)
{
	for (size_t i = 0; i < o->n; i++) {
		const struct out_col *c = &o->cols[i].col;
		const cJSON *v = out_pick(row, c->name);

		if (drawing(c->type) != TABLE_TEXT) {
			table_add(o->table, cell_drawn(o, c, row), true);
			continue;
		}
		table_add(o->table, cell_shown(o, c, v),
		    cJSON_IsNumber(v) || cJSON_IsObject(v));
	}
}

static void
table_end(struct out *o)
{
	struct table_look look = { .width = o->style.width,
	    .ascii = o->style.ascii,
	    .bold = out_sgr(&o->style, "bold"),
	    .reset = out_sgr(&o->style, "reset"),
	    .line = write_text, .arg = o };

	table_write(o->table, &look);
}

static void
id_row(struct out *o, const cJSON *row)
{
	buf_adds(&o->line, cell_raw(o, out_pick(row, "id")));
	buf_addc(&o->line, o->style.nul ? '\0' : '\n');
	line_write(o);
}

static void
tsv_add(struct out *o, size_t i, const char *s)
{
	size_t at = o->line.len;

	buf_adds(&o->line, s);
	for (; at < o->line.len; at++)
		if (strchr("\t\n\r", o->line.p[at]) != NULL)
			o->line.p[at] = ' ';
	buf_addc(&o->line, i + 1 < o->n ? '\t' : '\n');
}

static void
tsv_start(struct out *o)
{
	for (size_t i = 0; i < o->n; i++)
		tsv_add(o, i, o->cols[i].name);
	line_write(o);
}

static void
tsv_row(struct out *o, const cJSON *row)
{
	for (size_t i = 0; i < o->n; i++)
		tsv_add(o, i, cell_raw(o, out_pick(row, o->cols[i].name)));
	line_write(o);
}

static void
csv_start(struct out *o)
{
	for (size_t i = 0; i < o->n; i++) {
		out_csv(&o->line, o->cols[i].name);
		buf_addc(&o->line, i + 1 < o->n ? ',' : '\n');
	}
	line_write(o);
}

static void
csv_row(struct out *o, const cJSON *row)
{
	for (size_t i = 0; i < o->n; i++) {
		const cJSON *v = out_pick(row, o->cols[i].name);

		if (cJSON_IsNumber(v))
			out_value(&o->line, v);
		else
			out_csv(&o->line, cell_raw(o, v));
		buf_addc(&o->line, i + 1 < o->n ? ',' : '\n');
	}
	line_write(o);
}

static void
md_start(struct out *o)
{
	for (size_t i = 0; i < o->n; i++) {
		buf_adds(&o->line, "| ");
		out_md(&o->line, heading(o, &o->cols[i].col));
		buf_addc(&o->line, ' ');
	}
	buf_adds(&o->line, "|\n");
	for (size_t i = 0; i < o->n; i++)
		buf_adds(&o->line, out_right(o->cols[i].col.type) ?
		    "| ---: " : "| --- ");
	buf_adds(&o->line, "|\n");
	line_write(o);
}

static void
md_row(struct out *o, const cJSON *row)
{
	for (size_t i = 0; i < o->n; i++) {
		const struct out_col *c = &o->cols[i].col;
		const cJSON *v = out_pick(row, c->name);

		buf_adds(&o->line, "| ");
		if (cJSON_IsNumber(v))
			buf_adds(&o->line, cell_shown(o, c, v));
		else
			out_md(&o->line, cell_shown(o, c, v));
		buf_addc(&o->line, ' ');
	}
	buf_adds(&o->line, "|\n");
	line_write(o);
}

/* Only strings hold such characters, and there \u means the same. */
static void
hostile_escape(struct buf *b, const char *s, size_t n)
{
	uint32_t c;

	for (int len; n > 0; s += len, n -= (size_t)len) {
		len = utf8_decode(s, n, &c);
		if (len < 0)
			len = 1;
		else if (c == 0x7f || (c > 0x7f && utf8_hostile(c))) {
			if (c > 0xffff)
				buf_addf(b, "\\u%04x", (unsigned)
				    (0xd7c0 + (c >> 10)));
			buf_addf(b, "\\u%04x", (unsigned)
			    (c > 0xffff ? 0xdc00 + (c & 0x3ff) : c));
			continue;
		}
		buf_add(b, s, (size_t)len);
	}
}

/* The row itself, or the chosen columns, all of them present. */
static void
json_add(struct out *o, const cJSON *row,
    void (*print)(struct buf *, const cJSON *))
{
	IV_AUTO(json_free_auto) cJSON *chosen = NULL;

	if (o->chosen) {
		chosen = cJSON_CreateObject();
		for (size_t i = 0; i < o->n; i++) {
			const cJSON *v = out_pick(row, o->cols[i].name);

			json_set(chosen, o->cols[i].name, v != NULL ?
			    cJSON_Duplicate(v, true) : cJSON_CreateNull());
		}
		row = chosen;
	}
	buf_clear(&o->text);
	print(&o->text, row);
	if (!o->style.tty)
		return;
	buf_clear(&o->cell);
	hostile_escape(&o->cell, o->text.p, o->text.len);
	buf_clear(&o->text);
	buf_add(&o->text, o->cell.p, o->cell.len);
}

static void
json_start(struct out *o)
{
	buf_addf(&o->line, "{\n  \"schema\": \"%s\",\n", o->schema);
	if (o->commit)
		buf_addf(&o->line, "  \"commit\": \"%s\",\n", o->commit);
	if (o->program)
		buf_addf(&o->line, "  \"program\": \"%s\",\n", o->program);
	buf_adds(&o->line, "  \"items\": [");
	line_write(o);
}

/* The canonical lines of the row, two levels deeper. */
static void
json_row(struct out *o, const cJSON *row)
{
	size_t len;

	json_add(o, row, json_print);
	buf_trim(&o->text);
	buf_adds(&o->line, o->rows > 0 ? ",\n" : "\n");
	for (const char *p = o->text.p; *p != '\0'; p += len) {
		len = strcspn(p, "\n") + 1;
		if (p[len - 1] == '\0')
			len--;
		buf_adds(&o->line, "    ");
		buf_add(&o->line, p, len);
	}
	line_write(o);
}

static void
json_end(struct out *o)
{
	buf_adds(&o->line, o->rows > 0 ? "\n  ]\n}\n" : "]\n}\n");
	line_write(o);
}

static void
ndjson_row(struct out *o, const cJSON *row)
{
	json_add(o, row, json_print_line);
	buf_add(&o->line, o->text.p, o->text.len);
	buf_addc(&o->line, '\n');
	line_write(o);
}

static const struct writer writers[] = {
	[OUT_TABLE] = { "table", table_start, table_row, table_end },
	[OUT_ID] = { "id", NULL, id_row, NULL },
	[OUT_TSV] = { "tsv", tsv_start, tsv_row, NULL },
	[OUT_CSV] = { "csv", csv_start, csv_row, NULL },
	[OUT_JSON] = { "json", json_start, json_row, json_end },
	[OUT_NDJSON] = { "ndjson", NULL, ndjson_row, NULL },
	[OUT_MD] = { "md", md_start, md_row, NULL },
};

bool
out_format(const char *name, enum out_format *ret)
{
	for (size_t i = 0; i < IV_LEN(writers); i++)
		if (strcmp(writers[i].name, name) == 0) {
			*ret = (enum out_format)i;
			return true;
		}
	return false;
}

static void
column_put(struct out *o, char *name, struct out_col col, bool known)
{
	col.name = name;
	o->cols = mem_array(o->cols, o->n + 1, sizeof(*o->cols));
	o->cols[o->n++] = (struct column){ name, col, known };
}

/* Takes name; a column that is there already stays where it is. */
static void
column_add(struct out *o, const struct out_spec *spec, char *name)
{
	struct out_col col = { .name = name };
	bool known = false;

	for (size_t i = 0; i < o->n; i++)
		if (strcmp(o->cols[i].name, name) == 0) {
			free(name);
			return;
		}
	for (size_t i = 0; i < spec->ncols; i++)
		if (strcmp(spec->cols[i].name, name) == 0) {
			col = spec->cols[i];
			known = true;
		}
	column_put(o, name, col, known);
}

static void
columns_choose(struct out *o, const struct out_spec *spec)
{
	size_t len;

	for (const char *p = spec->fields; *p != '\0'; p += len) {
		IV_AUTO(buf_release) struct buf name = BUF_INIT;

		len = strcspn(p, ",");
		buf_add(&name, p, len);
		buf_trim(&name);
		if (name.len > 0)
			column_add(o, spec, buf_take(&name));
		len += p[len] == ',';
	}
	o->chosen = o->n > 0;
}

struct out *
out_begin(FILE *f, const struct out_spec *spec, const struct out_style *style)
{
	struct out *o = mem_alloc(sizeof(*o));

	*o = (struct out){ .f = f, .writer = &writers[spec->format],
	    .schema = spec->schema, .commit = spec->commit,
	    .program = spec->program, .style = *style,
	    .line = BUF_INIT, .cell = BUF_INIT, .text = BUF_INIT,
	    .names = BUF_INIT };
	if (spec->fields != NULL)
		columns_choose(o, spec);
	for (size_t i = 0; !o->chosen && i < spec->ncols; i++)
		column_put(o, mem_dup(spec->cols[i].name), spec->cols[i],
		    true);
	return o;
}

static void
each_row(struct out *o, const cJSON *row)
{
	o->each(o->arg, row);
}

struct out *
out_each(out_fn *fn, void *arg)
{
	static const struct writer giver = { "", NULL, each_row, NULL };
	struct out *o = mem_alloc(sizeof(*o));

	*o = (struct out){ .writer = &giver, .each = fn, .arg = arg,
	    .line = BUF_INIT, .cell = BUF_INIT, .text = BUF_INIT,
	    .names = BUF_INIT };
	return o;
}

/* Rows of one document may differ: a name is wrong when none has it. */
static void
columns_look(struct out *o, const cJSON *row)
{
	const cJSON *field;

	for (size_t i = 0; i < o->n; i++)
		o->cols[i].known = o->cols[i].known ||
		    out_pick(row, o->cols[i].name) != NULL;
	if (o->rows > 0)
		return;
	cJSON_ArrayForEach(field, row)
		buf_addf(&o->names, "%s%s", o->names.len > 0 ? ", " : "",
		    field->string);
}

static int
columns_known(const struct out *o, struct iv_err *e)
{
	for (size_t i = 0; i < o->n && o->chosen && o->rows > 0; i++)
		if (!o->cols[i].known)
			return iv_fail(e, IV_USAGE, _("-f: no field '%s' "
			    "here; there are %s"), o->cols[i].name,
			    o->names.p);
	return 0;
}

void
out_row(struct out *o, const cJSON *row)
{
	if (o->rows == 0 && o->writer->start != NULL)
		o->writer->start(o);
	if (o->chosen)
		columns_look(o, row);
	o->writer->row(o, row);
	o->rows++;
}

void
out_drop(struct out *o)
{
	table_free(o->table);
	for (size_t i = 0; i < o->n; i++)
		free(o->cols[i].name);
	free(o->cols);
	buf_release(&o->line);
	buf_release(&o->cell);
	buf_release(&o->text);
	buf_release(&o->names);
	free(o);
}

int
out_end(struct out *o, struct iv_err *e)
{
	int error, known;

	if (o->rows == 0 && o->writer->start != NULL)
		o->writer->start(o);
	if (o->writer->end != NULL)
		o->writer->end(o);
	errno = 0;
	if (o->f && o->error == 0 && (fflush(o->f) != 0 || ferror(o->f)))
		o->error = errno != 0 ? errno : EIO;
	error = o->error;
	/* It is said now, and not again at the end of the program. */
	if (error != 0) {
		__fpurge(o->f);
		clearerr(o->f);
	}
	known = columns_known(o, e);
	out_drop(o);
	if (error == 0)
		return known;
	errno = error;
	return iv_fail_errno(e, IV_FAIL, _("cannot write the output"));
}
