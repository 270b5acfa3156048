/* Ids as typed: a whole id is itself, and tidying up twice is once. */

#include "fuzz.h"

#include "id.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IV_AUTO(mem_free_auto) char *s = fuzz_text(data, size);
	size_t half = size / 2;
	struct id a, b;

	must(id_hash(data, size, 0) == id_hash(data + half, size - half,
	    half > 0 ? id_hash(data, half, 0) : 0), "hash in two parts");
	if (!s)
		return 0;
	id_seeded(&a, s, size);
	must(id_valid(a.s), s);
	if (id_valid(s))
		must(id_beginning(s, &a) && strcmp(a.s, s) == 0, s);
	if (!id_beginning(s, &a))
		return 0;
	must(strlen(a.s) >= ID_MIN && strlen(a.s) <= ID_LEN, s);
	must(strlen(a.s) == strlen(s), s);
	must(id_beginning(a.s, &b) && strcmp(a.s, b.s) == 0, s);
	must(strlen(a.s) < ID_LEN || id_valid(a.s), s);
	return 0;
}
