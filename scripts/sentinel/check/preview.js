// Draws the preview images of the workbook's tab Analyst, light and dark, from results of a run (those of scripts/demo.sh will do).
// The portal itself cannot be asked; the titles and the numbers are the workbook's own. Needs Chromium.
// Usage: node preview.js --results=FOLDER
'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { HERE, readSources } = require('./lib.js');

const THEMES = {
  White: { page: '#ffffff', card: '#ffffff', line: '#e1dfdd', text: '#323130', quiet: '#605e5c', accent: '#0078d4' },
  Black: { page: '#1b1a19', card: '#252423', line: '#3b3a39', text: '#f3f2f1', quiet: '#a19f9d', accent: '#2899f5' },
};
const REASONS = [
  { reason: 'LowAffinity', label: "unlike the share's users", color: '#2899f5' },
  { reason: 'OtherCommunity', label: 'other community', color: '#e3008c' },
  { reason: 'NewActor', label: 'new actor', color: '#00b294' },
  { reason: 'NewResource', label: 'new share', color: '#ffb900' },
  { reason: 'NewActorAndResource', label: 'both new', color: '#8764b8' },
];
const ADMIN_SHARE = /\\(admin|[a-z])\$$/i;

function escaped(value) {
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function readResults(folder) {
  return fs
    .readdirSync(folder)
    .filter((name) => name.startsWith('anomalies-') && name.endsWith('.ndjson'))
    .sort()
    .flatMap((name) => fs.readFileSync(path.join(folder, name), 'utf8').trim().split('\n').map((line) => JSON.parse(line)))
    .sort((a, b) => b.PredictedScore - a.PredictedScore);
}

function distinct(rows, key) {
  return new Set(rows.map(key)).size;
}

function table(headings, rows) {
  const cells = (tag, row) => `<tr>${row.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<table>${cells('th', headings)}${rows.map((row) => cells('td', row)).join('')}</table>`;
}

/** Heat of a score: from nothing to red, as the workbook's palette has it. */
function heat(score, highest) {
  return `<span class="heat" style="background: rgba(209, 52, 56, ${(0.15 + (0.75 * score) / highest).toFixed(2)})">${score.toFixed(2)}</span>`;
}

function trend(rows) {
  const hours = Array.from({ length: 24 }, (_, hour) => rows.filter((row) => new Date(row.LastAccess).getUTCHours() === hour));
  const most = Math.max(...hours.map((hour) => hour.length), 1);
  const bars = hours.flatMap((hour, x) => {
    let y = 160;
    return REASONS.map(({ reason, color }) => {
      const height = (150 * hour.filter((row) => row.Reason === reason).length) / most;
      y -= height;
      return `<rect x="${x * 32 + 4}" y="${y}" width="24" height="${height}" fill="${color}"/>`;
    });
  });
  const labels = [0, 6, 12, 18].map((hour) => `<text x="${hour * 32 + 4}" y="176">${String(hour).padStart(2, '0')}:00</text>`);
  return `<svg viewBox="0 0 770 180">${bars.join('')}${labels.join('')}</svg>`;
}

function pie(rows) {
  let from = -Math.PI / 2;
  const slices = REASONS.map(({ reason, color }) => {
    const share = rows.filter((row) => row.Reason === reason).length / rows.length;
    if (share === 0) {
      return '';
    }
    const to = from + 2 * Math.PI * Math.min(share, 0.9999);
    const point = (angle) => `${(80 + 70 * Math.cos(angle)).toFixed(1)} ${(80 + 70 * Math.sin(angle)).toFixed(1)}`;
    const slice = `<path d="M80 80 L${point(from)} A70 70 0 ${share > 0.5 ? 1 : 0} 1 ${point(to)} Z" fill="${color}"/>`;
    from = to;
    return slice;
  });
  const legend = REASONS.map(
    ({ reason, label, color }, i) =>
      `<rect x="180" y="${18 + i * 26}" width="12" height="12" fill="${color}"/><text x="200" y="${29 + i * 26}">${label} (${rows.filter((row) => row.Reason === reason).length})</text>`);
  return `<svg viewBox="0 0 380 165">${slices.join('')}${legend.join('')}</svg>`;
}

function page(sources, rows, theme) {
  const workbook = sources.workbooks[0].content;
  const item = (name) => workbook.items[3].content.items.find((member) => member.name === name).content;
  const links = workbook.items[2].content.links.map(({ linkLabel }) => linkLabel);
  const parameters = workbook.items[1].content.parameters.map(({ label }) => label);
  const actors = [...new Map(rows.map((row) => [row.Actor, rows.filter((other) => other.Actor === row.Actor)])).entries()].slice(0, 6);
  const [chosen, theirs] = actors[0];
  const highest = rows[0].PredictedScore;
  const tiles = [
    [rows.length, 'results'],
    [distinct(rows, (row) => row.Actor), 'actors'],
    [distinct(rows, (row) => row.Resource), 'shares'],
    [rows.filter((row) => row.Reason === 'OtherCommunity').length, 'across communities'],
    [rows.filter((row) => row.Reason.startsWith('New')).length, 'new actors or shares'],
  ];
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; padding: 20px 28px; width: 1224px; background: ${theme.page}; color: ${theme.text}; font: 13px 'DejaVu Sans', sans-serif; }
    h1 { font-size: 20px; font-weight: 600; margin: 0 0 4px; } p { color: ${theme.quiet}; margin: 0 0 12px; }
    h2 { font-size: 14px; font-weight: 600; margin: 14px 0 6px; }
    .pill { display: inline-block; border: 1px solid ${theme.line}; border-radius: 12px; padding: 3px 10px; margin-right: 8px; }
    .tabs span { display: inline-block; padding: 8px 14px; } .tabs .on { border-bottom: 2px solid ${theme.accent}; font-weight: 600; }
    .tiles { display: flex; gap: 12px; } .tile { border: 1px solid ${theme.line}; background: ${theme.card}; padding: 8px 18px; min-width: 110px; }
    .tile b { display: block; font-size: 22px; } .tile span { color: ${theme.quiet}; }
    .row { display: flex; gap: 20px; } .row > :first-child { flex: 65; } .row > :last-child { flex: 35; }
    table { border-collapse: collapse; width: 100%; background: ${theme.card}; } th { text-align: left; color: ${theme.quiet}; font-weight: 600; }
    th, td { border-bottom: 1px solid ${theme.line}; padding: 4px 8px; vertical-align: top; font-size: 12px; }
    .heat { padding: 1px 8px; } svg text { fill: ${theme.quiet}; font-size: 12px; } a { color: ${theme.accent}; }
  </style>
  <h1>${solutionTitle(sources)}</h1><p>Who reached a share that neither they nor anybody alike has used before.</p>
  <div>${parameters.map((label) => `<span class="pill">${escaped(label)}</span>`).join('')}</div>
  <div class="tabs">${links.map((label, i) => `<span class="${i === 0 ? 'on' : ''}">${escaped(label)}</span>`).join('')}</div>
  <div class="tiles">${tiles.map(([value, label]) => `<div class="tile"><b>${value}</b><span>${label}</span></div>`).join('')}</div>
  <div class="row"><div><h2>${escaped(item('trend').title)}</h2>${trend(rows)}</div><div><h2>${escaped(item('reasons').title)}</h2>${pie(rows)}</div></div>
  <h2>${escaped(item('top actors').title)}</h2>
  ${table(
    ['Actor', 'HighestScore', 'Shares', 'AdminShares', 'Accesses', 'Reasons', 'EntityPage'],
    actors.map(([actor, own]) => [
      escaped(actor),
      heat(own[0].PredictedScore, highest),
      distinct(own, (row) => row.Resource),
      own.filter((row) => ADMIN_SHARE.test(row.Resource)).length,
      own.reduce((sum, row) => sum + row.AccessCount, 0),
      [...new Set(own.map((row) => row.Reason))].join(', '),
      '<a>Open entity page</a>',
    ]))}
  <h2>${escaped(item('accesses of the actor').title.replace('{SelectedActor}', chosen))}</h2>
  ${table(
    ['Score', 'Resource', 'Why', 'Reason'],
    theirs.slice(0, 4).map((row) => [heat(row.PredictedScore, highest), escaped(row.Resource), escaped(row.Explanation.summary), row.Reason]))}`;
}

function solutionTitle(sources) {
  return escaped(sources.solution.workbook.title);
}

function main(argv) {
  const [argument] = argv;
  if (argv.length !== 1 || !argument.startsWith('--results=')) {
    console.error('preview: give --results=FOLDER, a folder of results');
    return 2;
  }
  const sources = readSources();
  const rows = readResults(path.resolve(argument.slice('--results='.length)));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'preview-'));
  try {
    for (const [name, theme] of Object.entries(THEMES)) {
      const html = path.join(folder, `${name}.html`);
      const image = path.join(HERE, 'images', `${sources.solution.fileName}${name}1.png`);
      fs.writeFileSync(html, page(sources, rows, theme));
      execFileSync(
        'chromium',
        ['--headless', '--no-sandbox', '--hide-scrollbars', '--window-size=1280,900', `--screenshot=${image}`, `file://${html}`],
        { stdio: 'ignore' });
      console.log(`wrote images/${path.basename(image)}`);
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  return 0;
}

process.exitCode = main(process.argv.slice(2));
