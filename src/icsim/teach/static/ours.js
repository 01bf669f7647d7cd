/** A form that makes a place of one's own: up to six organisations, their sectors, teams, and power by drag. */

import { button, el, freshId, makeDialog, refill } from "./dom.js";

/** @typedef {{name: string, sector: string, power: number, teams: number}} Home */

const BETWEEN = ";";
const WITHIN = ":";

/** @param {string} text as the link has it @returns {Home[]} */
function readHomes(text) {
  return text.split(BETWEEN).filter(Boolean).map((one) => {
    const [name, sector, power, teams] = one.split(WITHIN);
    return { name, sector, power: Number(power), teams: Number(teams) };
  });
}

/** @param {Home[]} homes @returns {string} */
function writeHomes(homes) {
  return homes.map((home) => [home.name, home.sector, home.power, home.teams].join(WITHIN)).join(BETWEEN);
}

/** @param {import("./page.js").Page} page @returns {{dialog: HTMLDialogElement, open: () => void}|null} nothing where the server has no such form */
export function makeOurs(page) {
  const limits = page.start.ours;
  if (!limits) return null;
  const window = makeDialog("Our place", "wide");
  const [fewest, most] = limits.organisations;
  /** @type {Home[]} */
  let homes = [];
  const list = el("ol", { class: "homes" });
  const add = button("Add an organisation", () => {
    homes.push({ name: `organisation ${homes.length + 1}`, sector: limits.sectors[0], power: 50, teams: 1 });
    show();
  });
  const use = button("Use this place", () => {
    window.dialog.close();
    page.openPlace({ form: writeHomes(homes) });
  }, { class: "primary" });
  refill(window.body, el("p", {}, "Who works together where you are, and how much weight does each carry? Everything else is assumed."), list, el("div", { class: "row" }, add, use));

  function show() {
    refill(list, ...homes.map((home, at) => homeRow(home, at)));
    add.disabled = homes.length >= most;
  }

  /** @param {Home} home @param {number} at @returns {HTMLElement} */
  function homeRow(home, at) {
    const [nameId, sectorId, powerId, teamsId] = ["name", "sector", "power", "teams"].map(freshId);
    const name = el("input", { id: nameId, type: "text", value: home.name, maxlength: limits?.name, oninput: () => (home.name = name.value.replace(/[:;]/g, " ")) });
    const sector = el("select", { id: sectorId, onchange: () => (home.sector = sector.value) },
      ...(limits?.sectors ?? []).map((one) => el("option", { value: one }, one.replaceAll("_", " "))));
    sector.value = home.sector;
    const said = el("output", { for: powerId }, String(home.power));
    const power = el("input", { id: powerId, type: "range", min: limits?.power[0], max: limits?.power[1], step: 5, value: home.power, oninput: () => {
      home.power = Number(power.value);
      refill(said, power.value);
    } });
    const teams = el("input", { id: teamsId, type: "number", min: limits?.teams[0], max: limits?.teams[1], value: home.teams, oninput: () => (home.teams = Number(teams.value)) });
    const remove = button("Remove", () => {
      homes.splice(at, 1);
      show();
    }, { class: "plain", disabled: homes.length <= fewest, "aria-label": `Remove ${home.name}` });
    return el("li", { class: "home" },
      el("span", { class: "control" }, el("label", { for: nameId }, "Name"), name), el("span", { class: "control" }, el("label", { for: sectorId }, "Sector"), sector),
      el("span", { class: "control" }, el("label", { for: teamsId }, "Teams"), teams),
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
