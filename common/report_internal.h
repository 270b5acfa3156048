#ifndef IV_REPORT_INTERNAL_H
#define IV_REPORT_INTERNAL_H

/* What report_doc.c (text), report_page.c (html) and report_stream.c (rows as
 * they come) know of each other. */

#include "report.h"

/* Do the rows of this view fill ask.about? */
bool doc_fills_about(const struct report *r, const struct report_view *v);

/* How many parts the view has.  With 0 it is shown as one, doc_whole(), without
 * its columns for machines. */
size_t doc_parts(const struct report_doc *d);
struct report_part doc_whole(const struct report_doc *d);

/* The rows of a part; the array is the caller's, the rows are not. */
cJSON *doc_rows(const struct report_doc *d, const struct report_part *p);
/* The columns of a part that were asked for: cols has room for all. */
size_t doc_columns(const struct report_doc *d, const struct report_part *p,
    struct out_col *cols);

/* As table or md: what stands above it all, and a part. */
void doc_about(FILE *f, const struct report_doc *d);
IV_MUST int doc_print(FILE *f, const struct report_doc *d,
    const struct report_part *p, enum out_format format, struct iv_err *e);

/* A page of html: its frame, and tables in it (title NULL: the report's). */
void page_begin(struct buf *b, const struct report_doc *d);
void page_end(struct buf *b, const struct report_doc *d);
void page_table_begin(struct buf *b, const struct report_doc *d,
    const char *title, const struct out_col *cols, size_t n);
void page_row(struct buf *b, const struct report_doc *d, const cJSON *row,
    const struct out_col *cols, size_t n);
void page_table(struct buf *b, const struct report_doc *d,
    const struct report_part *p, const cJSON *rows);

#endif
