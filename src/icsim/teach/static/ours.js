/** A form that makes a place of one's own: up to six organisations, their sectors, teams, and power by drag. */

import { button, el, freshId, makeDialog, refill } from "./dom.js";

/** @typedef {{name: string, sector: string, power: number, teams: number}} Home */

const BETWEEN = ";";
const WITHIN = ":";

/** In a name, what parts the words of a link is written otherwise (`place_form.py` does the same). @param {string} name @returns {string} */
const escaped = (name) => name.replace(/%/g, "%25").replace(/:/g, "%3A").replace(/;/g, "%3B");

/** @param {string} name @returns {string} */
const unescaped = (name) => name.replace(/%3B/g, ";").replace(/%3A/g, ":").replace(/%25/g, "%");

/** @param {string} text as the link has it @returns {Home[]} */
function readHomes(text) {
  return text.split(BETWEEN).filter(Boolean).map((one) => {
    const [name, sector, power, teams] = one.split(WITHIN);
    return { name: unescaped(name), sector, power: Number(power), teams: Number(teams) };
  });
}

/** @param {Home[]} homes @returns {string} */
function writeHomes(homes) {
  return homes.map((home) => [escaped(home.name.trim()), home.sector, home.power, home.teams].join(WITHIN)).join(BETWEEN);
}

/** What is wrong with a name, for people. @param {Home[]} homes @param {number} at @returns {string} nothing where it is a name */
function nameTrouble(homes, at) {
  const said = (/** @type {Home} */ home) => home.name.trim().normalize("NFC").toLowerCase();
  if (!/[\p{L}\p{N}]/u.test(homes[at].name)) return "Give it a name, with a letter or a digit at least.";
  return homes.slice(0, at).some((other) => said(other) === said(homes[at])) ? "Another organisation has this name; give it one of its own." : "";
}

/** @param {import("./page.js").Page} page @returns {{dialog: HTMLDialogElement, open: () => void}|null} nothing where the server has no such form */
export function makeOurs(page) {
  const limits = page.start.ours;
  if (!limits) return null;
  const window = makeDialog("Our place", "wide");
  const [fewest, most] = limits.organisations;
  const [teamsFrom, teamsTo] = limits.teams;
  /** @type {Home[]} */
  let homes = [];
  const list = el("ol", { class: "homes" });
  const add = button("Add an organisation", () => {
    homes.push({ name: `organisation ${homes.length + 1}`, sector: limits.sectors[0], power: 50, teams: 1 });
    show();
  });
  /** @type {{name: (text: string) => void, teams: (text: string) => void}[]} */
  let fields = [];
  const trouble = el("p", { class: "field-trouble", role: "alert" });
  const use = button("Use this place", submit, { class: "primary" });

  /** Whatever is wrong is said at its field, and the form stays open with what was typed. */
  async function submit() {
    refill(trouble);
    fields.forEach((field, at) => {
      field.name(nameTrouble(homes, at));
      field.teams(homes[at].teams >= teamsFrom && homes[at].teams <= teamsTo && Number.isInteger(homes[at].teams) ? "" : `Give a whole number from ${teamsFrom} to ${teamsTo}.`);
    });
    /** @type {HTMLElement|null} */
    const wrong = list.querySelector("[aria-invalid]");
    if (wrong) {
      wrong.focus();
      return;
    }
    if (await page.openPlace({ form: writeHomes(homes) })) {
      window.dialog.close();
      return;
    }
    const [, number, said] = /^place_form(?:\.(\d+))?: (.*)$/s.exec(page.trouble) ?? [null, undefined, page.trouble];
    if (number && fields[Number(number) - 1]) fields[Number(number) - 1].name(said);
    else refill(trouble, said);
  }

  refill(window.body, el("p", {}, "Who works together where you are, and how much weight does each carry? Everything else is assumed."), list, trouble, el("div", { class: "row" }, add, use));

  function show() {
    fields = [];
    refill(trouble);
    refill(list, ...homes.map((home, at) => homeRow(home, at)));
    add.disabled = homes.length >= most;
  }

  /** @param {Home} home @param {number} at @returns {HTMLElement} */
  function homeRow(home, at) {
    const [nameId, sectorId, powerId, teamsId] = ["name", "sector", "power", "teams"].map(freshId);
    const name = el("input", { id: nameId, type: "text", value: home.name, maxlength: limits?.name, dir: "auto", oninput: () => {
      home.name = name.value;
      nameField.say("");
    } });
    const nameField = withTrouble(name);
    const sector = el("select", { id: sectorId, onchange: () => (home.sector = sector.value) },
      ...(limits?.sectors ?? []).map((one) => el("option", { value: one }, one.replaceAll("_", " "))));
    sector.value = home.sector;
    const said = el("output", { for: powerId }, String(home.power));
    const power = el("input", { id: powerId, type: "range", min: limits?.power[0], max: limits?.power[1], step: 5, value: home.power, oninput: () => {
      home.power = Number(power.value);
      refill(said, power.value);
    } });
    const teams = el("input", { id: teamsId, type: "number", min: limits?.teams[0], max: limits?.teams[1], value: home.teams, oninput: () => {
      home.teams = Number(teams.value);
      teamsField.say("");
    } });
    const teamsField = withTrouble(teams);
    fields[at] = { name: nameField.say, teams: teamsField.say };
    const remove = button("Remove", () => {
      homes.splice(at, 1);
      show();
    }, { class: "plain", disabled: homes.length <= fewest, "aria-label": `Remove ${home.name}` });
    return el("li", { class: "home" },
      el("span", { class: "control" }, el("label", { for: nameId }, "Name"), name, nameField.said), el("span", { class: "control" }, el("label", { for: sectorId }, "Sector"), sector),
      el("span", { class: "control" }, el("label", { for: teamsId }, "Teams"), teams, teamsField.said),
      el("span", { class: "control home-power" }, el("label", { for: powerId }, "Power"), power, said), remove);
  }

  return {
    dialog: window.dialog,
    open: () => {
      homes = readHomes(page.ask.place_form || limits.example);
      show();
      window.open();
    },
  };
}

/** A field, and a line beside it for what is wrong. @param {HTMLInputElement} input @returns {{said: HTMLElement, say: (text: string) => void}} */
function withTrouble(input) {
  const id = freshId("trouble");
  const said = el("span", { id, class: "field-trouble", "aria-live": "polite" });
  return {
    said,
    say: (text) => {
      refill(said, text);
      if (text) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      input.setAttribute("aria-describedby", id);
    },
  };
}
