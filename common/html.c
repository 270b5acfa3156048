#include "html.h"

#include <string.h>

#include "utf8.h"

static const char base[] =
"*{box-sizing:border-box}\n"
":root{color-scheme:light dark;--bg:#fdfdfb;--ink:#1d2426;--soft:#59656a;"
"--rule:#dfe4e3;--wash:#edf1f0;--accent:#0b6864;--tint:#8fbfba;"
"--on:#fff}\n"
"@media(prefers-color-scheme:dark){:root{--bg:#14191b;--ink:#e6ebea;"
"--soft:#a3b0b2;--rule:#313a3d;--wash:#222a2c;--accent:#6cc9c0;"
"--tint:#2f6d69;--on:#0c1414}}\n"
"html{-webkit-text-size-adjust:100%}\n"
"body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 "
"system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',sans-serif;"
"font-variant-numeric:tabular-nums lining-nums}\n"
"main{max-width:60rem;margin:0 auto;padding:clamp(1.5rem,5vw,4rem) "
"clamp(1rem,4vw,2.5rem)}\n"
"h1,h2{font-family:'Iowan Old Style','Palatino Linotype',Palatino,"
"'URW Palladio L',Georgia,serif;font-weight:600;line-height:1.2;"
"letter-spacing:-.01em;text-wrap:balance;overflow-wrap:anywhere}\n"
"h1{font-size:clamp(1.8rem,5vw,2.6rem);margin:0 0 .5rem}\n"
"h2{font-size:1.3rem;margin:0 0 .35rem}\n"
"header{margin-bottom:2.5rem;padding-bottom:1.5rem;"
"border-bottom:2px solid var(--accent)}\n"
"header p{margin:0;color:var(--soft)}\n"
"header p.for{margin-top:.75rem;color:var(--accent);font-weight:600}\n"
"section{margin:0 0 3rem}\n"
"section>p{margin:0 0 1rem;color:var(--soft);font-size:.94rem;"
"max-width:42rem;text-wrap:pretty}\n"
"section>p.none{font-style:italic}\n"
".two{display:grid;grid-template-columns:repeat(auto-fit,"
"minmax(min(100%,21rem),1fr));gap:0 3.5rem}\n"
".two>section.wide{grid-column:1/-1}\n"
".two>section.tall{grid-row:span 2}\n"
"figure{margin:0 0 1.5rem}\n"
"figure>svg{display:block;width:100%;max-width:27rem;height:auto}\n"
"figcaption{margin-top:.6rem;font-size:.875rem;color:var(--soft)}\n"
"figcaption.t{font-size:.95rem;font-weight:600;color:var(--ink);"
"margin:.75rem 0 .25rem}\n"
"figcaption span{white-space:nowrap;margin-right:1rem}\n"
"svg text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;"
"font-variant-numeric:tabular-nums;fill:var(--ink)}\n"
"svg .v{font-weight:600}svg .d{font-size:10px;fill:var(--soft)}\n"
"svg .in{font-size:10px;text-anchor:middle}svg .on{fill:var(--on)}\n"
"svg .bg{fill:var(--wash)}svg .hi,svg .full{fill:var(--accent)}\n"
"svg .mi{fill:var(--tint)}svg .lo{fill:var(--rule)}\n"
"svg .ring{fill:var(--bg);stroke:var(--accent);stroke-width:2}\n"
"svg .dot{fill:var(--soft)}svg .rule{stroke:var(--rule)}\n"
"svg .axis{stroke:var(--soft)}\n"
"svg .stem,svg .trend{stroke:var(--accent);stroke-width:2}\n"
"svg .x{stroke:var(--ink);stroke-width:2;stroke-linecap:round}\n"
"svg.sign{width:1rem;height:1rem;vertical-align:-.15em;"
"margin-right:.3rem}\n";

static const char parts[] =
"dl.facts{display:grid;grid-template-columns:repeat(auto-fit,"
"minmax(8rem,1fr));gap:1.5rem;margin:0}\n"
"@media(min-width:50rem){dl.facts{grid-template-columns:"
"repeat(4,1fr)}dl.three{grid-template-columns:repeat(3,1fr)}}\n"
".row{display:grid;grid-template-columns:repeat(auto-fit,"
"minmax(min(100%,16.5rem),1fr));gap:0 2.5rem}\n"
"@media(max-width:40rem){.row svg{width:79%}}\n"
"dl.facts div{display:flex;flex-direction:column;"
"border-top:1px solid var(--rule);padding-top:.6rem}\n"
"dl.facts dt{order:2;color:var(--soft);font-size:.875rem}\n"
"dl.facts dd{margin:0;font-size:1.6rem;line-height:1.25;"
"font-weight:600;letter-spacing:-.01em}\n"
"dl.facts dd.t{font-size:1.2rem;line-height:1.65;text-wrap:balance}\n"
"dl.small{gap:.6rem 1.5rem;margin:0 0 1.5rem}\n"
"dl.small dd{font-size:1rem;letter-spacing:0;overflow-wrap:anywhere}\n"
"dl.small dd.l{font-weight:400;font-size:.94rem}\n"
"dl.small div:has(>.l){grid-column:span 2}\n"
".note{border-left:3px solid var(--accent);padding:.1rem 0 .1rem 1.1rem;"
"margin:0 0 2rem;max-width:40rem;break-inside:avoid}\n"
".note p{margin:.35rem 0 0}.note .n{color:var(--soft);"
"font-size:.875rem}\n"
".scroll{overflow-x:auto}\n"
".scroll:focus-visible,summary:focus-visible{outline:2px solid "
"var(--accent);outline-offset:3px}\n"
"table{border-collapse:collapse;min-width:min(100%,24rem);"
"font-size:.94rem}\n"
"th,td{text-align:left;vertical-align:top;padding:.45rem 1.25rem "
".45rem 0;border-bottom:1px solid var(--rule);font-weight:400;"
"white-space:pre-line}\n"
"th:last-child,td:last-child{padding-right:0}\n"
"thead th{color:var(--soft);font-size:.82rem;vertical-align:bottom;"
"border-bottom-color:var(--soft)}\n"
"td.r,th.r{text-align:right;white-space:nowrap}\n"
"thead th.r{white-space:normal;vertical-align:bottom}\n"
".choice td,.choice thead th+th{text-align:center}\n"
".choice th{padding-top:.8rem}.choice table{width:100%}\n"
"@media(max-width:40rem){th,td{padding-right:.9rem;font-size:.9rem}"
"th.s{white-space:normal}td.w,th.w{min-width:10.5rem}}\n"
"td.s,th.s,td.k,th.k{white-space:nowrap}\n"
"td.w,th.w{min-width:13rem;max-width:34rem;overflow-wrap:anywhere}\n"
"summary{cursor:pointer;color:var(--accent);font-size:.9rem;"
"padding:.25rem 0;width:max-content}\n"
"summary+div{margin-top:.5rem}\n"
".sign table{width:100%}\n"
".sign td,.sign th{padding-top:1.15rem}\n"
".sign td{min-width:4rem}.sign td:last-child{width:36%}\n"
"footer{margin-top:4rem;padding-top:1rem;border-top:1px solid "
"var(--rule);color:var(--soft);font-size:.82rem}\n";

static const char paper[] =
"@page{size:A4;margin:18mm 16mm}\n"
"h3{font-size:1.1rem;margin:0 0 .35rem}\n"
".leaf{margin:0 0 2.5rem;max-width:44rem}.leaf>p{margin:0 0 .75rem}\n"
".leaf p.n,.steps p.n{color:var(--soft);font-size:.875rem;margin:0}\n"
".leaf p.ask{font-weight:600;margin:1.25rem 0 0}\n"
".line{border-bottom:1px solid var(--soft);height:1.9rem}\n"
".steps{margin:1rem 0 0;padding-left:1.6rem}\n"
".steps li{margin:0 0 .9rem;padding-left:.35rem;break-inside:avoid}\n"
".steps li p{margin:.15rem 0}\n"
".steps .min{float:right;color:var(--soft);padding-left:1rem;"
"font-variant-numeric:tabular-nums}\n"
".signature{min-height:5rem}.page+.page{break-before:page}\n"
"@media print{:root{--bg:#fff;--ink:#000;--soft:#444;--rule:#ccc;"
"--wash:#eee;--accent:#0b6864;--tint:#8fbfba;--on:#fff;"
"color-scheme:light}\n"
"body{font-size:10.5pt;line-height:1.4;"
"-webkit-print-color-adjust:exact;print-color-adjust:exact}\n"
"main{max-width:none;padding:0}\n"
"header{margin-bottom:1.5rem;padding-bottom:.75rem}\n"
"section{margin-bottom:1.5rem}\n"
"h1,h2,h3{break-after:avoid}figure,tr,dl{break-inside:avoid}\n"
"thead{display:table-header-group}.scroll{overflow:visible}\n"
"section>h2,section>p,.leaf>h3,.leaf>p{break-after:avoid}\n"
".row,.two>section:not(.wide),figure{break-inside:avoid}\n"
"section:has(>.leaf),section:has(>.leaf)+section{break-before:page}\n"
"table{font-size:8.5pt}th,td{padding:.3rem .45rem .3rem 0}\n"
"thead th{font-size:7pt;white-space:normal;hyphens:auto}\n"
"td.w,th.w{min-width:3rem}th.s,td.s{white-space:normal}\n"
".steps li{margin-bottom:.55rem}.steps{font-size:9.5pt}\n"
"details{display:none}\n"
".leaf{break-before:page;max-width:none}\n"
".line{height:1.6rem}.leaf p.ask{margin-top:.85rem}\n"
".leaf:first-of-type{break-before:auto}\n"
".two{grid-template-columns:1fr 1fr;gap:0 2rem}\n"
".row{grid-template-columns:1fr 1fr 1fr;gap:0 1.5rem}\n"
"dl.facts{grid-template-columns:repeat(4,1fr);gap:1rem}\n"
"dl.facts dd{font-size:14pt}dl.facts dd.t{font-size:11pt}\n"
"dl.small dd{font-size:10pt}\n"
"footer{margin-top:2rem}}\n";

static const char *
reference(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void
html_text(struct buf *b, const char *s)
{
	IV_AUTO(buf_release) struct buf shown = BUF_INIT;

	utf8_visible(&shown, s, "\n");
	for (size_t i = 0; i < shown.len; i++) {
		const char *ref = reference(shown.p[i]);

		if (ref)
			buf_adds(b, ref);
		else
			buf_addc(b, shown.p[i]);
	}
}

void
html_tag(struct buf *b, const char *tag, const char *class, const char *s)
{
	if (class)
		buf_addf(b, "<%s class=\"%s\">", tag, class);
	else
		buf_addf(b, "<%s>", tag);
	html_text(b, s);
	buf_addf(b, "</%s>\n", tag);
}

void
html_begin(struct buf *b, const char *lang, const char *title)
{
	buf_addf(b, "<!DOCTYPE html>\n<html lang=\"%s\" xml:lang=\"%s\" "
	    "xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
	    "<meta charset=\"utf-8\"/>\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\"/>\n"
	    "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
	    "<meta name=\"robots\" content=\"noindex\"/>\n",
	    lang, lang);
	html_tag(b, "title", NULL, title);
	buf_addf(b, "<style>\n%s%s%s</style>\n</head>\n<body>\n<main>\n",
	    base, parts, paper);
}

void
html_end(struct buf *b)
{
	buf_adds(b, "</main>\n</body>\n</html>\n");
}

void
html_table(struct buf *b, const char *name, const struct html_col *cols,
    size_t n)
{
	buf_adds(b, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
	    "aria-label=\"");
	html_text(b, name);
	buf_adds(b, "\">\n<table>\n<thead>\n<tr>\n");
	for (size_t i = 0; i < n; i++) {
		buf_addf(b, "<th scope=\"col\"%s>",
		    cols[i].right ? " class=\"r\"" : "");
		html_text(b, cols[i].head);
		buf_adds(b, "</th>\n");
	}
	buf_adds(b, "</tr>\n</thead>\n<tbody>\n");
}

void
html_row(struct buf *b)
{
	buf_adds(b, "<tr>\n");
}

/* A long text gets room to be read, a short one keeps its column narrow. */
void
html_cell(struct buf *b, const struct html_col *col, bool first,
    const char *s)
{
	size_t len = strlen(s);
	const char *class = col->right ? " class=\"r\"" :
	    len > 40 ? " class=\"w\"" : len < 12 ? " class=\"k\"" :
	    len < 24 ? " class=\"s\"" : "";

	/* A heading that says nothing is none. */
	first = first && len > 0;
	buf_addf(b, first ? "<th scope=\"row\"%s>" : "<td%s>", class);
	html_text(b, s);
	buf_adds(b, first ? "</th>\n" : "</td>\n");
}

void
html_row_end(struct buf *b)
{
	buf_adds(b, "</tr>\n");
}

void
html_table_end(struct buf *b)
{
	buf_adds(b, "</tbody>\n</table>\n</div>\n");
}
