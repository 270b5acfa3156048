#ifndef IV_CASES_H
#define IV_CASES_H

/* The cases of tests/json.cases, whose head tells how they are written. */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"

struct json_case {
	char name[128];
	struct buf text;
	struct buf reads;	/* printed on one line; or what is wrong */
	bool good;
};

static void cases_decode(struct buf *b, const char *s, const char *end);

/* "%20", "%{3*ab}"; returns what stands behind. */
static inline const char *
cases_percent(struct buf *b, const char *s, const char *end)
{
	char *star, hex[3] = { s[1], s[1] != '\0' ? s[2] : '\0', '\0' };
	const char *close;

	if (s[1] != '{') {
		buf_addc(b, (char)strtol(hex, NULL, 16));
		return s + 3;
	}
	close = memchr(s, '}', (size_t)(end - s));
	for (long n = strtol(s + 2, &star, 10); n > 0; n--)
		cases_decode(b, star + 1, close);
	return close + 1;
}

static void
cases_decode(struct buf *b, const char *s, const char *end)
{
	while (s < end)
		if (*s == '%')
			s = cases_percent(b, s, end);
		else
			buf_addc(b, *s++);
}

/* Takes one line apart; false when it holds no case. */
static inline bool
cases_line(char *line, struct json_case *c)
{
	char *text = strstr(line, ": "), *arrow;

	line[strcspn(line, "\n")] = '\0';
	if (*line == '#' || text == NULL)
		return false;
	arrow = strstr(text + 1, " => ");
	if (arrow == NULL)
		return false;
	snprintf(c->name, sizeof(c->name), "%.*s", (int)(text - line), line);
	buf_clear(&c->text);
	buf_clear(&c->reads);
	cases_decode(&c->text, text + 2, arrow);
	arrow += 4;
	c->good = strcmp(arrow, "same") == 0 ||
	    strncmp(arrow, "reads ", 6) == 0;
	if (strcmp(arrow, "same") == 0)
		buf_add(&c->reads, c->text.p, c->text.len);
	else if (c->good)
		cases_decode(&c->reads, arrow + 6, arrow + strlen(arrow));
	else
		buf_adds(&c->reads, arrow);
	return true;
}

/* Calls fn with each case; returns how many there were. */
static inline int
cases_each(const char *path, void (*fn)(const struct json_case *c))
{
	static struct json_case c = { "", BUF_INIT, BUF_INIT, false };
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0;
	int n = 0;

	while (f != NULL && getline(&line, &cap, f) > 0)
		if (cases_line(line, &c)) {
			fn(&c);
			n++;
		}
	free(line);
	buf_release(&c.text);
	buf_release(&c.reads);
	if (f != NULL)
		fclose(f);
	return n;
}

#endif
