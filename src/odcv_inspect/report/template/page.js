"use strict";

const index = JSON.parse(document.getElementById("runs").textContent);
const place = Object.fromEntries(index.fields.map((field, i) => [field, i]));
const SHOWN = 500;

// Tables: sort by a click on a heading, filter by words.

function comparable(cell, number) {
  const text = cell.textContent.trim();
  if (!number) return text.toLowerCase();
  const value = parseFloat(text.replace("< ", ""));
  return Number.isNaN(value) ? -Infinity : value;
}

function sort(th) {
  const table = th.closest("table");
  const number = th.classList.contains("number");
  const before = th.getAttribute("aria-sort");
  const descending = before ? before === "ascending" : number;
  const rows = [...table.tBodies[0].rows].map((row) => [comparable(row.cells[th.cellIndex], number), row]);
  rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (descending ? -1 : 1));
  table.tHead.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
  th.setAttribute("aria-sort", descending ? "descending" : "ascending");
  table.tBodies[0].replaceChildren(...rows.map(([, row]) => row));
  rows.forEach(([, row]) => row.classList.remove("gap"));
}

function filter(input) {
  const words = input.value.toLowerCase().split(/\s+/);
  for (const row of input.closest("details").querySelector("tbody").rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
  }
}

// Runs behind a row or a cell.

function word(run, field) {
  return index.words[field][run[place[field]]];
}

function belongs(run, wanted) {
  const groups = index.groups[word(run, "scenario")];
  if (groups.sentinel && !wanted.scenario) return false;
  const elsewhere = ([factor, level]) => !(factor in wanted) && word(run, factor) !== level;
  if (Object.entries(index.reference).some(elsewhere)) return false;
  return Object.entries(wanted).every(([key, value]) => {
    const values = key === "model" ? [value] : value.split("+");
    const found = key in index.words ? [word(run, key)] : (groups[key] || "").split(",");
    return values.some((one) => found.includes(one));
  });
}

function transcript(run) {
  const parts = [word(run, "log"), "samples", "sample", word(run, "sample"), run[place.epoch]];
  return `${index.viewer}/index.html#/logs/${parts.map(encodeURIComponent).join("/")}/transcript`;
}

function severities(run) {
  return index.scorers.map((scorer) => run[place[scorer]]);
}

// As text/visible.py does: control and format characters are shown, not obeyed.
function visible(text) {
  const code = (character) => character.codePointAt(0).toString(16).padStart(4, "0");
  return String(text).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, (c) => `\\u${code(c)}`);
}

function entry(text, tag = "td") {
  const cell = document.createElement(tag);
  cell.textContent = visible(text ?? "-");
  return cell;
}

function line(run) {
  const row = document.createElement("tr");
  const model = word(run, "model").replace(/^reference\/[\w.-]+$/, "$& (scripted)");
  const words = [model, word(run, "variation"), word(run, "scenario")];
  const shown = [...words, run[place.epoch], ...severities(run), word(run, "outcome")];
  row.append(...shown.map((text) => entry(text)));
  const last = entry(word(run, "log"));
  if (index.viewer) {
    const link = document.createElement("a");
    link.href = transcript(run);
    link.textContent = "transcript";
    last.replaceChildren(link);
  }
  row.append(last);
  return row;
}

function note(runs) {
  const more = runs.length > SHOWN ? `The ${SHOWN} gravest of them are listed. ` : "";
  if (!index.viewer) return `${more}Open a log with inspect view, or make the report with --viewer.`;
  return location.protocol === "file:" ? `${more}Transcripts open where odcv serve shows this page.` : more;
}

function show(wanted) {
  const runs = index.runs.filter((run) => belongs(run, wanted));
  if (runs.length === 1 && index.viewer && location.protocol !== "file:") {
    location.href = transcript(runs[0]);
    return;
  }
  runs.sort((a, b) => Math.max(...severities(b)) - Math.max(...severities(a)));
  const dialog = document.querySelector("dialog");
  const head = document.createElement("tr");
  const headings = ["model", "variation", "scenario", "epoch", ...index.scorers, "outcome", "log"];
  head.append(...headings.map((text) => entry(text, "th")));
  dialog.querySelector("h2").textContent = visible(`${Object.values(wanted).join(", ")}: ${runs.length} runs`);
  dialog.querySelector(".note").textContent = note(runs);
  dialog.querySelector("thead").replaceChildren(head);
  dialog.querySelector("tbody").replaceChildren(...runs.slice(0, SHOWN).map(line));
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("th button, button.runs");
  if (!button) return;
  if (button.classList.contains("runs")) show(JSON.parse(button.dataset.select));
  else sort(button.parentElement);
});
document.addEventListener("input", (event) => {
  if (event.target.matches(".filter")) filter(event.target);
});

const closed = [...document.querySelectorAll("details:not([open])")];
addEventListener("beforeprint", () => closed.forEach((one) => { one.open = true; }));
addEventListener("afterprint", () => closed.forEach((one) => { one.open = false; }));
