#include "id.h"

#include <errno.h>
#include <sys/random.h>

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

#define DIGITS		10u
#define BASE		32u
#define FNV_BASIS	UINT64_C(14695981039346656037)
#define FNV_PRIME	UINT64_C(1099511628211)

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* By ranges: every record of a list has several ids to look at. */
static bool
in_alphabet(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z' && c != 'i' &&
	    c != 'l' && c != 'o' && c != 'u');
}

bool
id_valid(const char *s)
{
	size_t n = 0;

	if (is_digit(s[0]))
		return false;
	while (in_alphabet(s[n]))
		n++;
	return n == ID_LEN && s[n] == '\0';
}

static char
normal(char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	if (c == 'i' || c == 'l')
		return '1';
	return c == 'o' ? '0' : c;
}

bool
id_beginning(const char *s, struct id *ret)
{
	struct id id = { "" };
	size_t n = strlen(s);

	if (n < ID_MIN || n > ID_LEN)
		return false;
	for (size_t i = 0; i < n; i++) {
		id.s[i] = normal(s[i]);
		if (!in_alphabet(id.s[i]))
			return false;
	}
	if (is_digit(id.s[0]))
		return false;
	*ret = id;
	return true;
}

static int
random_bytes(unsigned char *p, size_t n, struct iv_err *e)
{
	for (size_t got = 0; got < n; ) {
		ssize_t r = getrandom(p + got, n - got, 0);

		if (r < 0 && errno != EINTR)
			return iv_fail_errno(e, IV_STORAGE,
			    _("cannot get random numbers for a new id"));
		if (r > 0)
			got += (size_t)r;
	}
	return 0;
}

/* A digit in front is drawn again, so that every id is equally likely. */
int
id_random(struct id *ret, struct iv_err *e)
{
	struct id id = { "" };

	for (size_t len = 0; len < ID_LEN; ) {
		unsigned char bytes[ID_LEN + 6];

		if (random_bytes(bytes, sizeof(bytes), e) < 0)
			return -1;
		for (size_t i = 0; i < sizeof(bytes) && len < ID_LEN; i++) {
			unsigned v = bytes[i] % BASE;

			if (len > 0 || v >= DIGITS)
				id.s[len++] = alphabet[v];
		}
	}
	*ret = id;
	return 0;
}

/* Spreads FNV's weak high and low bits over the word (splitmix64). */
static uint64_t
mix(uint64_t x)
{
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

void
id_seeded(struct id *ret, const char *seed, uint64_t n)
{
	unsigned char count[8];

	for (size_t i = 0; i < sizeof(count); i++)
		count[i] = (unsigned char)(n >> (8 * i));

	/* The NUL keeps "a" + count apart from every other seed. */
	uint64_t h = id_hash(seed, strlen(seed) + 1, 0);

	h = mix(id_hash(count, sizeof(count), h));
	*ret = (struct id){ "" };
	ret->s[0] = alphabet[DIGITS + h % (BASE - DIGITS)];
	h /= BASE - DIGITS;
	for (size_t i = 1; i < ID_LEN; i++) {
		ret->s[i] = alphabet[h % BASE];
		h /= BASE;
	}
}

uint64_t
id_hash(const void *p, size_t n, uint64_t start)
{
	const unsigned char *s = p;
	uint64_t h = start != 0 ? start : FNV_BASIS;

	for (size_t i = 0; i < n; i++)
		h = (h ^ s[i]) * FNV_PRIME;
	return h;
}
