// look.mjs CHROMIUM NODE_MODULES SHOTS PAGE...: opens each page of HTML in a
// headless browser, in light and dark and on paper; the overview and the year
// report at three widths.  Fails on a console message, an error, a request to
// anywhere, a page wider than the window, a finding of axe-core, or an empty
// PDF.  Screenshots go to SHOTS.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [chromium, modules, shots, ...pages] = process.argv.slice(2);
const require = createRequire(resolve(modules, 'x.js'));
const pw = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const widths = [360, 800, 1280];
let checks = 0, faults = 0;

function check(good, name, why = '') {
	checks++;
	if (!good) {
		faults++;
		console.log(`not ok - ${name}: ${why}`);
	}
}

async function look(browser, file, width, scheme) {
	const name = `${basename(file, '.html')}-${width}-${scheme}`;
	// The page's own policy forbids scripts; axe needs to be one.
	const context = await browser.newContext({ bypassCSP: true,
		colorScheme: scheme, viewport: { width, height: 900 } });
	const page = await context.newPage();
	const url = pathToFileURL(resolve(file)).href;
	const said = [], asked = [];

	page.on('console', m => said.push(m.text()));
	page.on('pageerror', e => said.push(String(e)));
	page.on('request', r => r.url() === url || asked.push(r.url()));
	await page.goto(url);
	await page.screenshot({ path: join(shots, `${name}.png`),
		fullPage: true });
	check(said.length === 0, `${name}: console`, said.join('; '));
	check(asked.length === 0, `${name}: requests`, asked.join(' '));
	const over = await page.evaluate(() =>
		document.documentElement.scrollWidth - innerWidth);
	check(over <= 0, `${name}: width`, `${over} pixels too wide`);
	await page.evaluate(axe);
	const found = await page.evaluate(() => globalThis.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',
			'wcag22aa', 'best-practice'] }));
	check(found.violations.length === 0, `${name}: axe`,
		found.violations.map(v => `${v.id}: ${v.help} (` +
		`${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')})`)
		.join('; '));
	check(found.passes.length > 10, `${name}: axe looked`,
		`${found.passes.length} rules`);
	await context.close();
}

// As people open it: with its policy in force.
async function print(browser, file) {
	const name = basename(file, '.html'), said = [];
	const page = await browser.newPage();
	const pdf = join(shots, `${name}.pdf`);

	page.on('console', m => said.push(m.text()));
	page.on('pageerror', e => said.push(String(e)));
	await page.goto(pathToFileURL(resolve(file)).href);
	await page.pdf({ path: pdf, preferCSSPageSize: true });
	check(statSync(pdf).size > 5000, `${name}: PDF`, 'empty');
	check(said.length === 0, `${name}: console on paper`, said.join('; '));
	await page.close();
}

mkdirSync(shots, { recursive: true });
const browser = await pw.chromium.launch({ executablePath: chromium,
	args: ['--no-sandbox', '--disable-gpu'] });
try {
	for (const file of pages) {
		// The others are made of the same parts: the narrowest will do.
		const whole = /^(overview|year)-/.test(basename(file));
		for (const width of whole ? widths : [widths[0]])
			for (const scheme of ['light', 'dark'])
				await look(browser, file, width, scheme);
		await print(browser, file);
	}
} finally {
	await browser.close();
}
console.log(`${checks} checks over ${pages.length} pages, ` +
	`${faults} failed; screenshots in ${shots}`);
process.exit(faults === 0 ? 0 : 1);
