#include "svg.h"

#include <math.h>
#include <string.h>

#include "html.h"
#include "utf8.h"

#define LETTER	6.3		/* mean width of a letter */
#define LABEL	128		/* units for the labels at the left */
#define NARROW	284		/* of a chart with two beside it */
#define SENTENCE	(SVG_WIDTH - 32)	/* wide letters, no cut */
#define ROW	24
#define WIDE	44		/* a row with its label above it */
#define LINE	15		/* a second line of it */

/* Without the library of fmax() and fmin(), which every program would load. */
static double
larger(double a, double b)
{
	return a > b ? a : b;
}

static double
smaller(double a, double b)
{
	return a < b ? a : b;
}

static void
begin(struct buf *b, const char *title, int width, size_t height)
{
	buf_addf(b, "<svg role=\"img\" viewBox=\"0 0 %d %zu\" "
	    "xmlns=\"http://www.w3.org/2000/svg\"><title>", width, height);
	html_text(b, title);
	buf_adds(b, "</title>\n");
}

static void
end(struct buf *b)
{
	buf_adds(b, "</svg>\n");
}

/* Numbers as they would be typed: no locale, no needless noughts. */
static void
num(struct buf *b, const char *name, double v)
{
	buf_addf(b, " %s=\"%.6g\"", name, floor(v * 100 + 0.5) / 100);
}

static void
words(struct buf *b, const char *class, double x, double y, const char *s)
{
	buf_addf(b, "<text class=\"%s\"", class);
	num(b, "x", x);
	num(b, "y", y);
	buf_addc(b, '>');
	html_text(b, s);
	buf_adds(b, "</text>\n");
}

/* Cut to what fits in so many units. */
static void
label(struct buf *b, const char *class, double x, double y, double width,
    const char *s)
{
	IV_AUTO(buf_release) struct buf cut = BUF_INIT;

	utf8_cut(&cut, s, (size_t)(width / LETTER));
	words(b, class, x, y, cut.p);
}

static void
box(struct buf *b, const char *class, double x, double y, double w, double h)
{
	buf_addf(b, "<rect class=\"%s\"", class);
	num(b, "x", x);
	num(b, "y", y);
	num(b, "width", w);
	num(b, "height", h);
	buf_adds(b, " rx=\"2\"/>\n");
}

static void
line(struct buf *b, const char *class, const double at[4])
{
	buf_addf(b, "<line class=\"%s\"", class);
	num(b, "x1", at[0]);
	num(b, "y1", at[1]);
	num(b, "x2", at[2]);
	num(b, "y2", at[3]);
	buf_adds(b, "/>\n");
}

static void
dot(struct buf *b, const char *class, double x, double y, double r)
{
	buf_addf(b, "<circle class=\"%s\"", class);
	num(b, "cx", x);
	num(b, "cy", y);
	num(b, "r", r);
	buf_adds(b, "/>\n");
}

static double
most_of(const struct svg_bar *v, size_t n)
{
	double most = 0;

	for (size_t i = 0; i < n; i++)
		most = larger(most, fabs(v[i].value));
	return most > 0 ? most : 1;
}

/* As wide as the longest label, within limits. */
static double
label_room(const struct svg_bar *v, size_t n)
{
	double most = 0;

	for (size_t i = 0; i < n; i++)
		most = larger(most, (double)utf8_width(v[i].label) * LETTER);
	return smaller(larger(most + 18, LABEL - 32), SVG_WIDTH / 2.0 + 20);
}

/* The texts behind the bars are bold. */
static double
text_room(const struct svg_bar *v, size_t n)
{
	double most = 0;

	for (size_t i = 0; i < n; i++)
		most = larger(most, (double)utf8_width(v[i].text) * 7.6);
	return smaller(most + 14, SVG_WIDTH / 3.0);
}

void
svg_bars(struct buf *b, const char *title, const struct svg_bar *v, size_t n)
{
	double left = label_room(v, n), most = most_of(v, n);
	double room = SVG_WIDTH - left - text_room(v, n);

	begin(b, title, SVG_WIDTH, n * ROW + 4);
	for (size_t i = 0; i < n; i++) {
		double y = (double)i * ROW, w = v[i].value / most * room;

		label(b, "l", 0, y + 16, left - 6, v[i].label);
		box(b, "bg", left, y + 7, room, 10);
		if (w > 0)
			box(b, "hi", left, y + 7, larger(w, 2), 10);
		words(b, "v", left + room + 8, y + 16, v[i].text);
	}
	end(b);
}

/* A sentence on one line or two; returns how many. */
static size_t
sentence(struct buf *b, const char *s, double y)
{
	IV_AUTO(buf_release) struct buf all = BUF_INIT;
	size_t n;

	utf8_wrap(&all, s, (size_t)(SENTENCE / LETTER), 0);
	n = strcspn(all.p ? all.p : "", "\n");
	if (!all.p || all.p[n] == '\0') {
		if (b)
			label(b, "l", 0, y, SENTENCE, s);
		return 1;
	}
	if (b) {
		IV_AUTO(buf_release) struct buf first = BUF_INIT;
		IV_AUTO(buf_release) struct buf rest = BUF_INIT;

		buf_add(&first, all.p, n);
		for (const char *p = all.p + n + 1; *p; p++)
			buf_addc(&rest, *p == '\n' ? ' ' : *p);
		label(b, "l", 0, y, SENTENCE, first.p);
		label(b, "l", 0, y + LINE, SENTENCE, rest.p);
	}
	return 2;
}

static void
stack(struct buf *b, const struct svg_stack *v, double y)
{
	static const char *const class[SVG_PARTS] = { "lo", "mi", "hi" };
	double room = SVG_WIDTH - 96, x = 0, sum = 0;

	for (size_t k = 0; k < SVG_PARTS; k++)
		sum += v->part[k];
	box(b, "bg", 0, y, room, 12);
	for (size_t k = 0; sum > 0 && k < SVG_PARTS; k++) {
		IV_AUTO(buf_release) struct buf s = BUF_INIT;
		double w = v->part[k] / sum * room;

		if (w <= 0)
			continue;
		box(b, class[k], x, y, larger(w - 1.5, 1), 12);
		buf_addf(&s, "%.0f", v->part[k]);
		words(b, k == 2 ? "in on" : "in", x + w / 2 - 0.75, y + 9.5,
		    s.p);
		x += w;
	}
	words(b, "v", room + 8, y + 10, v->text);
}

void
svg_stacks(struct buf *b, const char *title, const struct svg_stack *v,
    size_t n)
{
	size_t lines = 0;
	double y = 0;

	for (size_t i = 0; i < n; i++)
		lines += sentence(NULL, v[i].label, 0) - 1;
	begin(b, title, SVG_WIDTH, n * WIDE + lines * LINE + 4);
	for (size_t i = 0; i < n; i++) {
		y += (double)(sentence(b, v[i].label, y + 15) - 1) * LINE;
		stack(b, &v[i], y + 22);
		y += WIDE;
	}
	end(b);
}

/* Where a chart with its nought in the middle puts things. */
struct balance {
	double left, room;
	int width;
};

static void
balance(struct buf *b, const char *title, const struct svg_bar *v, size_t n,
    const struct balance *at)
{
	double most = larger(most_of(v, n), 1), mid = at->left + at->room / 2;

	begin(b, title, at->width, n * ROW + 4);
	line(b, "axis", (double[]){ mid, 0, mid, (double)n * ROW + 2 });
	for (size_t i = 0; i < n; i++) {
		double y = (double)i * ROW + 12;
		double x = mid + v[i].value / most * (at->room / 2 - 6);

		label(b, "l", 0, y + 4, at->left - 6, v[i].label);
		line(b, "rule", (double[]){ at->left, y,
		    at->left + at->room, y });
		line(b, "stem", (double[]){ mid, y, x, y });
		dot(b, v[i].value < 0 ? "ring" : "full", x, y, 5);
		words(b, "v", at->left + at->room + 8, y + 4, v[i].text);
	}
	end(b);
}

void
svg_balance(struct buf *b, const char *title, const struct svg_bar *v,
    size_t n)
{
	struct balance at = { LABEL, 92, NARROW };

	balance(b, title, v, n, &at);
}

void
svg_over(struct buf *b, const char *title, const struct svg_bar *v, size_t n)
{
	double left = label_room(v, n), text = text_room(v, n);
	struct balance at = { left, SVG_WIDTH - left - text, SVG_WIDTH };

	balance(b, title, v, n, &at);
}

static void
mark(struct buf *b, enum svg_mark m, double x, double y)
{
	switch (m) {
	case SVG_FULL:
		dot(b, "full", x, y, 6);
		break;
	case SVG_RING:
		dot(b, "ring", x, y, 5);
		break;
	case SVG_HALF:
		dot(b, "ring", x, y, 5);
		buf_addf(b, "<path class=\"full\" d=\"M%.6g %.6ga5 5 0 0 1 0 "
		    "10z\"/>\n", x, y - 5);
		break;
	case SVG_CROSS:
		line(b, "x", (double[]){ x - 4, y - 4, x + 4, y + 4 });
		line(b, "x", (double[]){ x - 4, y + 4, x + 4, y - 4 });
		break;
	case SVG_DOT:
		dot(b, "dot", x, y, 1.5);
		break;
	case SVG_NONE:
		break;
	}
}

void
svg_sign(struct buf *b, enum svg_mark m)
{
	buf_adds(b, "<svg class=\"sign\" aria-hidden=\"true\" "
	    "viewBox=\"0 0 16 16\" xmlns=\"http://www.w3.org/2000/svg\">\n");
	mark(b, m, 8, 8);
	end(b);
}

void
svg_grid(struct buf *b, const char *title, const struct svg_grid *g)
{
	double step = (SVG_WIDTH - LABEL) / (double)SVG_COLS;

	begin(b, title, SVG_WIDTH, g->nrows * 22 + 44);
	for (size_t k = 0; k < g->ncols; k++) {
		double x = LABEL + ((double)k + 0.5) * step;

		buf_addf(b, "<g transform=\"rotate(-60 %.6g 36)\">\n", x);
		words(b, "d", x, 38, g->cols[k]);
		buf_adds(b, "</g>\n");
	}
	for (size_t i = 0; i < g->nrows; i++) {
		double y = 44 + ((double)i + 0.5) * 22;

		line(b, "rule", (double[]){ 0, y + 11, SVG_WIDTH, y + 11 });
		label(b, "l", 0, y + 4, LABEL - 4, g->rows[i]);
		for (size_t k = 0; k < g->ncols; k++)
			mark(b, g->mark[i * g->ncols + k],
			    LABEL + ((double)k + 0.5) * step, y);
	}
	end(b);
}

/* One line of points on a scale of 1 to 5, the last one filled. */
static void
points(struct buf *b, const struct svg_line *l, size_t times, double top)
{
	double room = SVG_WIDTH - 96, was[2] = { -1, -1 };
	size_t last = times;

	for (size_t k = 0; k < times; k++)
		last = l->v[k] > 0 ? k : last;
	for (size_t k = 0; k < times; k++) {
		double x = 20 + (times > 1 ? (double)k / (double)(times - 1) :
		    1) * (room - 26);
		double y = top + (5 - l->v[k]) * 7;

		if (l->v[k] <= 0)
			continue;
		if (was[0] >= 0)
			line(b, "trend", (double[]){ was[0], was[1], x, y });
		dot(b, k == last ? "full" : "ring", x, y, 4);
		was[0] = x;
		was[1] = y;
		if (k == last)
			words(b, "v", room + 8, y + 4, l->text);
	}
}

/* Lines at 1, 3 and 5. */
static void
scale(struct buf *b, double top)
{
	static const char *const at[] = { "5", "3", "1" };

	for (size_t k = 0; k < 3; k++) {
		double y = top + (double)k * 14;

		words(b, "d", 0, y + 3.5, at[k]);
		line(b, "rule", (double[]){ 12, y, SVG_WIDTH - 96, y });
	}
}

void
svg_lines(struct buf *b, const char *title, const struct svg_line *v,
    size_t n, size_t times)
{
	size_t tall = 66, lines = 0;
	double y = 0;

	for (size_t i = 0; i < n; i++)
		lines += sentence(NULL, v[i].label, 0) - 1;
	begin(b, title, SVG_WIDTH, n * tall + lines * LINE + 4);
	for (size_t i = 0; i < n; i++) {
		y += (double)(sentence(b, v[i].label, y + 14) - 1) * LINE;
		scale(b, y + 26);
		points(b, &v[i], times, y + 26);
		y += (double)tall;
	}
	end(b);
}
