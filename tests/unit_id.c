#include "id.h"
#include "tap.h"

static void
test_valid(void)
{
	static const char *const bad[] = { "", "k7f3q9x2m", "k7f3q9x2mbb",
	    "77f3q9x2mb", "K7f3q9x2mb", "k7f3q9x2mi", "k7f3q9x2ml",
	    "k7f3q9x2mo", "k7f3q9x2mu", "k7f3q9x2m ", "k7f3q9x2m/",
	    "../../etc/", "k7f3q9x2m\xc3" };

	ok(id_valid("k7f3q9x2mb"), "a whole id");
	ok(id_valid("z000000000"), "with zeros");
	for (size_t i = 0; i < IV_LEN(bad); i++)
		ok(!id_valid(bad[i]), bad[i]);
}

static void
begins(const char *s, const char *want)
{
	struct id id = { "unchanged" };
	bool good = id_beginning(s, &id);

	is_str(good ? id.s : NULL, want, s);
	if (!good)
		is_str(id.s, "unchanged", "untouched when refused");
}

static void
test_beginning(void)
{
	begins("k7f", "k7f");
	begins("k7f3q9x2mb", "k7f3q9x2mb");
	begins("K7F", "k7f");
	begins("kIl", "k11");
	begins("kOo", "k00");
	begins("k7", NULL);
	begins("", NULL);
	begins("k7f3q9x2mbb", NULL);
	begins("k7u", NULL);
	begins("7kf", NULL);
	begins("oak", NULL);
	begins("k7*", NULL);
	begins("k-7", NULL);
	begins("k\xc3\xa9k", NULL);
}

static void
test_random(void)
{
	enum { N = 2000 };
	static struct id ids[N];
	struct iv_err e = IV_ERR_INIT;
	int bad = 0, same = 0, seen[256] = { 0 }, first[256] = { 0 };

	for (int i = 0; i < N; i++) {
		bad += id_random(&ids[i], &e) < 0 || !id_valid(ids[i].s);
		first[(unsigned char)ids[i].s[0]]++;
		for (int j = 1; j < ID_LEN; j++)
			seen[(unsigned char)ids[i].s[j]]++;
		for (int j = 0; j < i; j++)
			same += strcmp(ids[i].s, ids[j].s) == 0;
	}
	is_int(bad, 0, "random ids are valid");
	is_int(same, 0, "and differ");
	for (const char *c = "0123456789abcdefghjkmnpqrstvwxyz"; *c; c++) {
		bool letter = *c >= 'a';

		/* 562 expected, 23 standard deviation: 10 of them away. */
		bad += seen[(unsigned char)*c] < 330 ||
		    seen[(unsigned char)*c] > 800;
		/* 91 expected, 9.3 standard deviation. */
		bad += letter ? first[(unsigned char)*c] < 15 ||
		    first[(unsigned char)*c] > 190 :
		    first[(unsigned char)*c] > 0;
	}
	is_int(bad, 0, "every character about as often");
}

static void
test_seeded(void)
{
	struct id a, b;
	int bad = 0;

	id_seeded(&a, "demo", 1);
	id_seeded(&b, "demo", 1);
	is_str(a.s, b.s, "the same seed and number, the same id");
	id_seeded(&b, "demo", 2);
	ok(strcmp(a.s, b.s) != 0, "another number, another id");
	id_seeded(&b, "demp", 1);
	ok(strcmp(a.s, b.s) != 0, "another seed, another id");
	for (uint64_t i = 0; i < 5000; i++) {
		id_seeded(&b, "", i << (i % 50));
		bad += !id_valid(b.s);
	}
	is_int(bad, 0, "always valid");
}

static void
test_hash(void)
{
	/* From the test vectors of the FNV authors. */
	ok(id_hash("", 0, 0) == UINT64_C(0xcbf29ce484222325), "hash of none");
	ok(id_hash("a", 1, 0) == UINT64_C(0xaf63dc4c8601ec8c), "hash of a");
	ok(id_hash("foobar", 6, 0) == UINT64_C(0x85944171f73967e8),
	    "hash of foobar");
	ok(id_hash("bar", 3, id_hash("foo", 3, 0)) ==
	    id_hash("foobar", 6, 0), "in two steps");
}

int
main(void)
{
	test_valid();
	test_beginning();
	test_random();
	test_seeded();
	test_hash();
	return done();
}
