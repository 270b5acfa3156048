#include "signals.h"
#include "tap.h"

#define HELD(d, l, c, who) { .day = (d), .regular = true, .late = (l), \
	.cases = (c), .chair = (who) }

static struct signal_seen seen[SIGNALS];

static void
count(const struct signals_in *in)
{
	signals_count(in, seen);
}

static void
test_nothing(void)
{
	struct signals_in none = { .today = 1000 };
	bool any = false;

	count(&none);
	for (int i = 0; i < SIGNALS; i++)
		any = any || seen[i].seen;
	ok(!any, "a group that has not met shows no signals");
}

static void
test_good(void)
{
	static const struct signals_meeting v[] = { HELD(0, 1, 1, 0),
		HELD(42, 0, 2, 1), HELD(84, 1, 1, 2), HELD(140, 0, 1, 0) };
	static const int who[] = { 0, 1, 2, 3, 0 }, form[] = { 0, 0, 1, 0 };
	struct signals_in in = { .meetings = v, .nmeetings = 4,
		.presenters = who, .npresenters = 5, .forms = form,
		.nforms = 4, .shared = 5, .today = 150 };
	bool any = false;

	count(&in);
	for (int i = 0; i < SIGNALS; i++)
		any = any || seen[i].seen;
	ok(!any, "a lively group shows none; 56 days are no gap");
	is_int(seen[SIGNAL_LATE].n, 2, "two late cancellations are counted");
	is_int(seen[SIGNAL_CHAIR].n, 2, "one chaired twice");
	is_int(seen[SIGNAL_CHAIR].of, 4, "of four");
}

static void
test_late_and_empty(void)
{
	static const struct signals_meeting v[] = { HELD(0, 2, 0, -1),
		HELD(7, 1, 1, -1), { .day = 14, .regular = false,
		.chair = -1 } };
	struct signals_in in = { .meetings = v, .nmeetings = 3,
		.today = 20 };

	count(&in);
	ok(seen[SIGNAL_LATE].seen && seen[SIGNAL_LATE].n == 3,
	    "three late cancellations are a sign");
	ok(seen[SIGNAL_NO_CASE].seen, "a meeting without a case too");
	is_int(seen[SIGNAL_NO_CASE].n, 1, "one of them");
	is_int(seen[SIGNAL_NO_CASE].of, 2, "an evaluation is not counted");
	ok(!seen[SIGNAL_CHAIR].seen && seen[SIGNAL_CHAIR].of == 0,
	    "a facilitator who leads is no chair");
}

static void
test_same(void)
{
	static const struct signals_meeting v[] = { HELD(0, 0, 1, 5),
		HELD(7, 0, 1, 5), HELD(14, 0, 1, 5), HELD(21, 0, 1, 4) };
	static const int who[] = { 7, 7, 7, 8 }, form[] = { 2, 2, 2, 2 };
	struct signals_in in = { .meetings = v, .nmeetings = 4,
		.presenters = who, .npresenters = 4, .forms = form,
		.nforms = 4, .overdue = 2, .shared = 3, .today = 22 };

	count(&in);
	ok(seen[SIGNAL_CHAIR].seen && seen[SIGNAL_CHAIR].n == 3,
	    "the same chair three times of four");
	ok(seen[SIGNAL_PRESENTER].seen && seen[SIGNAL_PRESENTER].n == 3,
	    "the same presenter likewise");
	ok(seen[SIGNAL_FORM].seen, "all of one form");
	ok(seen[SIGNAL_FOLLOW_UP].seen && seen[SIGNAL_FOLLOW_UP].of == 3,
	    "intentions that nobody asked about");
	in.npresenters = in.nforms = 3;
	count(&in);
	ok(!seen[SIGNAL_PRESENTER].seen && !seen[SIGNAL_FORM].seen,
	    "three times say nothing yet");
}

static void
test_gaps(void)
{
	static const struct signals_meeting v[] = { HELD(0, 0, 1, 0),
		HELD(57, 0, 1, 1) };
	struct signals_in in = { .meetings = v, .nmeetings = 2,
		.today = 100 };

	count(&in);
	is_int(seen[SIGNAL_GAP].n, 1, "57 days are a gap");
	in.today = 57 + 57;
	count(&in);
	is_int(seen[SIGNAL_GAP].n, 2, "so is the time since the last one");
	in.next = 57 + 56;
	count(&in);
	is_int(seen[SIGNAL_GAP].n, 1, "unless the next is near enough");
	in.next = 57 + 57;
	count(&in);
	is_int(seen[SIGNAL_GAP].n, 2, "a next one too far away is a gap");
}

/* Whatever comes in, counts stay within bounds and order does not matter for
 * what is the same. */
static void
test_properties(void)
{
	unsigned seed = 12345;
	int bad = 0;

	for (int round = 0; round < 2000; round++) {
		struct signals_meeting v[8];
		int who[8], turned[8];
		struct signals_in in = { .meetings = v, .presenters = who };
		int most;

		in.nmeetings = in.npresenters = (seed >> 16) % 9;
		for (size_t i = 0; i < in.nmeetings; i++) {
			seed = seed * 1103515245 + 12345;
			v[i] = (struct signals_meeting)HELD((int)i * 40,
			    (int)(seed >> 20) % 3, (int)(seed >> 18) % 3,
			    (int)(seed >> 16) % 4 - 1);
			who[i] = (int)(seed >> 22) % 4;
			turned[in.nmeetings - 1 - i] = who[i];
		}
		seed = seed * 1103515245 + 12345;
		count(&in);
		for (int i = 0; i < SIGNALS; i++)
			bad += seen[i].n < 0 || (i != SIGNAL_LATE &&
			    seen[i].n > seen[i].of);
		most = seen[SIGNAL_PRESENTER].n;
		in.presenters = turned;
		count(&in);
		bad += seen[SIGNAL_PRESENTER].n != most;
	}
	is_int(bad, 0, "2000 groups: within bounds, whatever the order");
}

int
main(void)
{
	test_nothing();
	test_good();
	test_late_and_empty();
	test_same();
	test_gaps();
	test_properties();
	return done();
}
