#include "mo.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base.h"

#define MAGIC		0x950412deU
#define LANGS_MAX	16

/* One file: two tables of (length, offset) pairs, sorted by message. */
struct mo {
	char lang[3];
	const char *p;			/* NULL: no such file */
	size_t n;
	uint32_t count, from, to;
	unsigned long few;		/* more than so many is the plural */
	bool zero;			/* and so is 0 */
};

static struct mo all[LANGS_MAX];
static size_t opened;
static mo_dir *base;
static const char *user;

/* Places in the file need not be aligned. */
static uint32_t
word_at(const struct mo *m, size_t at)
{
	uint32_t v;

	memcpy(&v, m->p + at, sizeof(v));
	return v;
}

/* The text of entry i of a table, or NULL when it is not inside the file. */
static const char *
text_at(const struct mo *m, uint32_t table, uint32_t i, uint32_t *len)
{
	size_t at = (size_t)table + (size_t)i * 8;
	uint32_t off = word_at(m, at + 4);

	*len = word_at(m, at);
	if (off >= m->n || *len >= m->n - off || m->p[off + *len] != '\0')
		return NULL;
	return m->p + off;
}

static bool
fits(struct mo *m)
{
	if (m->n < 28 || word_at(m, 0) != MAGIC || word_at(m, 4) >> 16 != 0)
		return false;
	m->count = word_at(m, 8);
	m->from = word_at(m, 12);
	m->to = word_at(m, 16);
	return m->from <= m->n && m->to <= m->n &&
	    m->count <= (m->n - m->from) / 8 && m->count <= (m->n - m->to) / 8;
}

static const char *
find(const struct mo *m, const char *msgid, uint32_t *len)
{
	uint32_t low = 0, high = m->p ? m->count : 0, mid, n;
	const char *key;
	int cmp;

	while (low < high) {
		mid = low + (high - low) / 2;
		if ((key = text_at(m, m->from, mid, &n)) == NULL)
			return NULL;
		if ((cmp = strcmp(msgid, key)) == 0)
			return text_at(m, m->to, mid, len);
		if (cmp < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

static void
read_plural(struct mo *m)
{
	uint32_t len;
	const char *head = find(m, "", &len);
	const char *rule = head ? strstr(head, " plural=") : NULL;

	m->few = 1;
	m->zero = true;
	if (rule && strncmp(rule, " plural=(n > 1)", 15) == 0)
		m->zero = false;
	if (head && strstr(head, "nplurals=1;")) {
		m->few = UINT32_MAX;
		m->zero = false;
	}
}

static void
map(struct mo *m)
{
	const char *dir = base();
	char path[4096];
	struct stat st;
	void *p;
	int fd, n;

	if (!dir)
		return;
	n = snprintf(path, sizeof(path), "%s/%s/LC_MESSAGES/iv.mo", dir,
	    m->lang);
	if (n < 0 || n >= (int)sizeof(path) ||
	    (fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
		return;
	if (fstat(fd, &st) == 0 && st.st_size > 0 && st.st_size < INT32_MAX &&
	    (p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd,
	    0)) != MAP_FAILED) {
		m->p = p;
		m->n = (size_t)st.st_size;
		if (!fits(m))
			m->p = NULL;
		read_plural(m);
	}
	close(fd);
}

static const struct mo *
catalogue(const char *lang)
{
	struct mo *m;

	if (!base || !lang || strcmp(lang, "en") == 0)
		return NULL;
	for (size_t i = 0; i < opened; i++)
		if (strcmp(all[i].lang, lang) == 0)
			return &all[i];
	if (opened == LANGS_MAX || strlen(lang) != 2)
		return NULL;
	m = &all[opened++];
	memcpy(m->lang, lang, 3);
	map(m);
	return m;
}

void
mo_init(mo_dir *dir, const char *lang)
{
	base = dir;
	user = lang;
}

const char *
mo_in(const char *lang, const char *msgid)
{
	const struct mo *m = catalogue(lang);
	const char *text;
	uint32_t len;

	if (!m || *msgid == '\0')
		return msgid;
	text = find(m, msgid, &len);
	return text && len > 0 ? text : msgid;
}

const char *
mo_text(const char *msgid)
{
	return mo_in(user, msgid);
}

const char *
mo_plural(const char *one, const char *many, unsigned long n)
{
	const struct mo *m = catalogue(user);
	const char *text, *next;
	uint32_t len;
	bool plural = m ? n > m->few || (n == 0 && m->zero) : n != 1;

	if (!m || !(text = find(m, one, &len)) || len == 0)
		return n != 1 ? many : one;
	next = text + strlen(text) + 1;
	return plural && next <= text + len ? next : text;
}
