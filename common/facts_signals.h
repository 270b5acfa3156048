#ifndef IV_FACTS_SIGNALS_H
#define IV_FACTS_SIGNALS_H

/* Fills signals.h from meetings, cases and closed evaluation rounds of a
 * period; people and forms are told apart by numbers that mean nothing
 * else. */

#include "facts.h"
#include "signals.h"
#include "store.h"

struct signals_facts {
	struct signals_in in;

	/* What the parts of in point to. */
	struct signals_meeting *meetings;
	int *presenters, *forms;
	struct signals_trend *safety;
	struct signals_step *steps;
	struct words {
		char **v;
		size_t n;
	} people, kinds;
	/* Items of agendas where advice was given too early or not; case ""
	 * where the item had none. */
	struct advised {
		struct id case_id;
		bool early;
	} *advised;
	size_t nadvised;
	/* Methods that were looked up; file is NULL for one that is gone. */
	struct signals_method {
		char *name;
		struct method_file *file;
	} *methods;
	size_t nmethods;
};
#define SIGNALS_FACTS_INIT { .meetings = NULL }

/* Reads MASK_SESSION, MASK_CASE, MASK_EVALUATION, MASK_QUESTIONNAIRE and
 * MASK_METHOD. */
IV_MUST int facts_signals(struct signals_facts *f, struct store *s,
    const struct facts_scope *scope, struct iv_err *e);
/* Without what the evaluations say. */
IV_MUST int facts_signals_meetings(struct signals_facts *f, struct store *s,
    const struct facts_scope *scope, struct iv_err *e);
void facts_signals_release(struct signals_facts *f);

/*
 * Its parts.  The steps of one meeting that was held: how long they took, and
 * whether an agenda item came to its step of advice before those who ask had
 * had half of their time.
 */
void facts_signals_steps(struct signals_facts *f, struct store *s,
    const cJSON *session);
/* A case that was discussed: advice was written down and not one question. */
void facts_signals_advice(struct signals_facts *f, const struct record *r);
void facts_signals_methods_release(struct signals_facts *f);
/* Statements on safety: the last round of the period that asked it, beside
 * the one before it. */
IV_MUST int facts_signals_safety(struct signals_facts *f, struct store *s,
    const struct facts_scope *scope, struct iv_err *e);

#endif
