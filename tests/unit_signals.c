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

static void
test_advice(void)
{
	struct signals_in in = { .early = 1, .advised = 4 };

	count(&in);
	ok(!seen[SIGNAL_ADVICE].seen, "advice too early once is no habit");
	in.early = 2;
	count(&in);
	ok(seen[SIGNAL_ADVICE].seen && seen[SIGNAL_ADVICE].n == 2 &&
	    seen[SIGNAL_ADVICE].of == 4, "twice in four cases is a sign");
}

static void
test_time(void)
{
	static const struct signals_step ten = { 10, 12 * 60 },
	    long_ten = { 10, 12 * 60 + 1 }, sixty = { 60, 72 * 60 },
	    short_one = { 1, 3 * 60 }, none = { 0, 3 * 60 };
	static const struct signals_step v[] = { { 10, 900 }, { 10, 900 },
		{ 10, 600 }, { 10, 500 }, { 10, 600 }, { 10, 100 } };
	struct signals_in in = { .steps = v, .nsteps = 6 };

	ok(!signals_over(&ten), "ten minutes may become twelve");
	ok(signals_over(&long_ten), "a second more is over");
	ok(!signals_over(&sixty), "an hour may take a fifth more");
	ok(!signals_over(&short_one), "of a minute, two more are no matter");
	ok(signals_over(&none), "three minutes that were not planned are");
	count(&in);
	ok(!seen[SIGNAL_TIME].seen, "a third of the steps may be over");
	is_int(seen[SIGNAL_TIME].n, 2, "they are counted");
	in.nsteps = 5;
	count(&in);
	ok(seen[SIGNAL_TIME].seen, "more is a sign");
	in.nsteps = 3;
	count(&in);
	ok(!seen[SIGNAL_TIME].seen, "three steps say nothing yet");
}

static void
test_safety(void)
{
	static const struct signals_trend v[] = { { 4, 4 }, { 3, 5 },
		{ 4, 3 } };
	struct signals_in in = { .safety = v, .nsafety = 2 };

	count(&in);
	ok(!seen[SIGNAL_SAFETY].seen, "as safe as it was, or safer");
	in.nsafety = 3;
	count(&in);
	ok(seen[SIGNAL_SAFETY].seen && seen[SIGNAL_SAFETY].n == 1 &&
	    seen[SIGNAL_SAFETY].of == 3, "one median of three fell");
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
	test_advice();
	test_time();
	test_safety();
	test_properties();
	return done();
}
