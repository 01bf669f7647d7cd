/** Where everybody stands: organisations as cards on shelves, one sector after another; the same in each world. */

/** @typedef {import("./types.js").Worlds} Worlds */
/** @typedef {{x: number, y: number, width: number, height: number, label: string, organisation: number}} Card */
/** @typedef {{x: number, y: number}} Point */
/** @typedef {{x: number, y: number, room: number}} Seat with the width for a team's name */
/** @typedef {{width: number, height: number, needed: number, pitch: number, radius: number, named: boolean, nameable: number, nameLines: number, teams: Seat[], numbers: number[],
 *   leaders: Point[], cards: Card[], sectors: {x: number, y: number, label: string}[]}} Layout `named`: names stand below the teams; else numbers beside them,
 *   which a list explains; `needed`: the height that holds everything; `nameable`: the height from which on there is room for names */
/** @typedef {{pitch: number, radius: number, named: boolean}} Grain how far apart teams stand, how large they are, and whether their names stand below */
/** @typedef {{organisation: number, teams: number[], label: string, columns: number, width: number, height: number}} Box */
/** @typedef {{boxes: Box[], named: boolean, height: number}} Shelf */
/** A shelf has a line above it where a sector begins.  */

const SECTORS = ["health", "social care", "voluntary"];
const WIDEST = 104; // from team to team, at most
const TIGHTEST = 30;
const EDGE = 4; // inside a card
const GAP = 6; // between cards
const LABEL = 15; // an organisation's name
const SECTOR = 14; // a sector's name
const LEADER = 16; // room for a leader above a team
const NAME = 14; // a team's name below
const NUMBER = 11; // a number below, in place of a name
export const LINE_HEIGHT = 12; // of a name's second line
const NAME_LETTER = 6.6; // width of a letter of a team's name, about
const SMALL_LETTER = 5.8; // the same of a name that would be cut otherwise
const BETWEEN = 4; // pixels between two names
const NAMED_PITCHES = Array.from({ length: 14 }, (_, step) => WIDEST - 4 * step);
const LARGEST = 24; // a disc's radius
const SMALLEST = 12; // a disc's radius that holds its number
const TOP = 24; // those who lead leaders
const APART_WORTH = 0.75; // a shelf for each sector is worth this much of the room
const LETTER = 6.3; // width of a letter, about
export const TIGHT_LETTER = 5.3; // the same of an organisation's name in a narrow card: no name is cut
export const CORNER = 25; // of a card: where the leader of an organisation stands, beside its name
const SECTOR_LETTER = 8.5; // the same of a sector's name

/** @param {Worlds} sent @param {number} width @param {number} height in pixels @returns {Layout} */
export function layOut(sent, width, height) {
  const sectors = bySector(sent);
  const apart = roomiest(sent, sectors, width, height, true);
  const running = roomiest(sent, sectors, width, height, false);
  const worth = apart.fits && apart.named >= running.named && apart.pitch >= APART_WORTH * running.pitch && apart.radius >= APART_WORTH * running.radius;
  const best = worth ? apart : running;
  return { ...placed(sent, best.shelves, width, height, best), nameable: Math.min(apart.nameable, running.nameable) };
}

/** The largest discs with names below that fit; where none do, the widest pitch without names. @param {Worlds} sent
 * @param {{sector: string, organisations: number[]}[]} sectors @param {number} width @param {number} height @param {boolean} apart whether each sector starts a shelf */
function roomiest(sent, sectors, width, height, apart) {
  const tried = (/** @type {Grain} */ grain) => {
    const shelves = shelved(sent, sectors, width, grain, apart);
    return { ...grain, shelves, fits: tall(shelves) <= height - TOP, nameable: 0 };
  };
  for (let radius = LARGEST; radius >= SMALLEST; radius -= 1) {
    for (const pitch of NAMED_PITCHES) {
      if (pitch < 2 * radius + 4 || !namesAreWhole(sent, pitch)) break; // nor at a narrower one
      const found = tried({ pitch, radius, named: true });
      if (found.fits) return found;
    }
  }
  const widest = (/** @type {number} */ pitch) => (namesAreWhole(sent, pitch) ? tall(shelved(sent, sectors, width, { pitch, radius: SMALLEST, named: true }, apart)) : Infinity);
  let found = tried({ pitch: WIDEST, radius: discRadius(WIDEST), named: false });
  for (let pitch = WIDEST - 2; !found.fits && pitch >= TIGHTEST; pitch -= 2) found = tried({ pitch, radius: discRadius(pitch), named: false });
  return { ...found, nameable: TOP + Math.min(...NAMED_PITCHES.map(widest)) };
}

/** @param {Worlds} sent @param {number} pitch @returns {boolean} whether every team's name fits below it, in two lines at most */
function namesAreWhole(sent, pitch) {
  return sent.teams.every((team) => !inLines(team.name, pitch, 2).lines.some((line) => line.endsWith("…")));
}

/** @param {number} pitch @returns {number} the largest disc's radius */
function discRadius(pitch) {
  return Math.min(LARGEST, Math.max(SMALLEST, pitch * 0.37));
}

/** @param {Worlds} sent @returns {{sector: string, organisations: number[]}[]} */
function bySector(sent) {
  const found = new Set(sent.organisations.map((one) => one.sector));
  const order = [...SECTORS.filter((one) => found.has(one)), ...[...found].filter((one) => !SECTORS.includes(one))];
  const staffed = new Set(sent.teams.map((team) => team.organisation));
  return order.map((sector) => ({
    sector,
    organisations: sent.organisations
      .map((_, index) => index)
      .filter((index) => sent.organisations[index].sector === sector && staffed.has(index))
      .sort((one, other) => sent.organisations[other].power - sent.organisations[one].power),
  }));
}

/** @param {Worlds} sent @param {{sector: string, organisations: number[]}[]} sectors @param {number} width
 * @param {Grain} grain @param {boolean} apart whether each sector starts a shelf @returns {Shelf[]} */
function shelved(sent, sectors, width, grain, apart) {
  /** @type {Shelf[]} */
  const shelves = [];
  let used = Infinity;
  for (const { organisations } of sectors) {
    if (apart) used = Infinity;
    for (const organisation of organisations) {
      const box = boxOf(sent, organisation, width, grain);
      if (used + box.width > width) {
        shelves.push({ boxes: [], named: false, height: 0 });
        used = 0;
      }
      const shelf = shelves[shelves.length - 1];
      shelf.boxes.push(box);
      shelf.named ||= organisation === organisations[0];
      shelf.height = Math.max(shelf.height, box.height);
      used += box.width + GAP;
    }
  }
  return shelves;
}

/** @param {Worlds} sent @param {number} organisation @param {number} width @param {Grain} grain @returns {Box} */
function boxOf(sent, organisation, width, grain) {
  const { pitch } = grain;
  const teams = sent.teams.map((_, index) => index).filter((index) => sent.teams[index].organisation === organisation)
    .sort((one, other) => byLeader(sent, one) - byLeader(sent, other) || (sent.teams[one].name < sent.teams[other].name ? -1 : 1));
  const rows = Math.ceil(teams.length / Math.max(1, Math.floor((width - 2 * EDGE) / pitch)));
  const columns = Math.ceil(teams.length / rows); // rows of equal length, and nobody alone
  const label = sent.organisations[organisation].name;
  const wide = Math.max(columns * pitch + 2 * EDGE, Math.min(label.length * LETTER + 16, pitch * 2.2) + 2 * EDGE, label.length * TIGHT_LETTER + CORNER);
  return { organisation, teams, label, columns, width: Math.min(wide, width), height: LABEL + rows * rowHeight(sent, grain) + EDGE };
}

/** Teams of one leader stand side by side. @param {Worlds} sent @param {number} team @returns {number} the leader's place in line */
function byLeader(sent, team) {
  return sent.leaders.findIndex((leader) => leader.tier !== "system" && leader.leads.includes(team));
}

/** @param {Worlds} sent @param {Grain} grain @returns {number} */
function rowHeight(sent, { pitch, radius, named }) {
  return LEADER + 2 * radius + (named ? NAME + LINE_HEIGHT * (nameLines(sent, pitch) - 1) : NUMBER) + 3;
}

/** @param {Worlds} sent @param {number} pitch @returns {number} lines that the names below the teams take, 1 or 2 */
function nameLines(sent, pitch) {
  return sent.teams.some((team) => team.name.length * NAME_LETTER > pitch - BETWEEN && team.name.includes(" ")) ? 2 : 1;
}

/** A name in as many lines as there are; smaller, and then cut, where that is not enough. @param {string} name
 * @param {number} width @param {number} lines @returns {{lines: string[], letter: number, size: number}} in pixels */
export function inLines(name, width, lines) {
  const breaks = [...name].map((letter, at) => (letter === " " ? at : -1)).filter((at) => at > 0);
  const room = width - BETWEEN;
  const whole = lines < 2 || name.length * NAME_LETTER <= room || !breaks.length;
  const at = whole ? 0 : breaks.reduce((best, one) => (Math.abs(one - name.length / 2) < Math.abs(best - name.length / 2) ? one : best));
  const parts = whole ? [name] : [name.slice(0, at), name.slice(at + 1)];
  const small = parts.some((part) => part.length * NAME_LETTER > room);
  const letter = small ? SMALL_LETTER : NAME_LETTER;
  return { lines: parts.map((part) => cut(part, Math.floor(room / letter))), letter, size: small ? 10 : 11 };
}

/** @param {string} text @param {number} room in letters @returns {string} */
function cut(text, room) {
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1)).trimEnd()}…`;
}

/** @param {Shelf[]} shelves @returns {number} */
function tall(shelves) {
  return shelves.reduce((sum, shelf) => sum + shelf.height + (shelf.named ? SECTOR : 0) + GAP, 0);
}

/** @param {Worlds} sent @param {Shelf[]} shelves @param {number} width @param {number} height @param {Grain} grain
 * @returns {Layout} */
function placed(sent, shelves, width, height, grain) {
  const { pitch, radius, named } = grain;
  /** @type {Layout} */
  const layout = { width, height, needed: TOP + tall(shelves), pitch, radius, named, nameable: 0, nameLines: nameLines(sent, pitch), teams: [], numbers: [], leaders: [], cards: [], sectors: [] };
  const spare = (height - TOP - tall(shelves)) / (shelves.length + 1); // below 0 where nothing fits: shelves overlap, all is seen
  let y = TOP + Math.min(spare, 24);
  for (const shelf of shelves) {
    const stretch = stretched(shelf, width);
    let x = stretch.left;
    const above = shelf.named ? SECTOR : 0;
    for (const box of shelf.boxes) {
      const here = sent.organisations[box.organisation].sector;
      if (!layout.sectors.some((one) => one.label === here)) layout.sectors.push({ x: Math.min(x + 1, width - here.length * SECTOR_LETTER), y: y + 10, label: here });
      const card = { x, y: y + above, width: box.width * stretch.by, height: shelf.height, label: box.label, organisation: box.organisation };
      layout.cards.push(card);
      seat(box, card, rowHeight(sent, grain), radius, layout);
      x += card.width + GAP;
    }
    y += above + shelf.height + GAP + Math.min(spare, 40);
  }
  layout.leaders = sent.leaders.map((leader, index) => leaderPoint(sent, index, leader, layout));
  return layout;
}

/** @param {Worlds} sent @param {Layout} layout @returns {{organisation: string, teams: string[]}[]} who is who, by the numbers that stand below the teams */
export function whoIsWho(sent, layout) {
  const order = sent.teams.map((_, at) => at).sort((one, other) => layout.numbers[one] - layout.numbers[other]);
  /** @type {{organisation: string, teams: string[]}[]} */
  const found = [];
  for (const at of order) {
    const organisation = sent.organisations[sent.teams[at].organisation].name;
    if (found[found.length - 1]?.organisation !== organisation) found.push({ organisation, teams: [] });
    found[found.length - 1].teams.push(`${layout.numbers[at]} ${sent.teams[at].name}`);
  }
  return found;
}

/** Cards of a shelf share out what is left of its width, within reason. @param {Shelf} shelf @param {number} width
 * @returns {{by: number, left: number}} */
function stretched(shelf, width) {
  const gaps = GAP * (shelf.boxes.length - 1);
  const boxes = shelf.boxes.reduce((sum, box) => sum + box.width, 0);
  const by = Math.min(1.6, (width - gaps) / boxes);
  return { by, left: Math.max(0, (width - gaps - boxes * by) / 2) };
}

/** @param {Box} box @param {Card} card @param {number} high a row @param {number} radius @param {Layout} layout filled */
function seat(box, card, high, radius, layout) {
  const step = (card.width - 2 * EDGE) / box.columns;
  box.teams.forEach((team, at) => {
    const row = Math.floor(at / box.columns);
    layout.numbers[team] = 1 + layout.numbers.filter(Boolean).length; // in the order in which they stand
    layout.teams[team] = {
      x: card.x + EDGE + step * ((at % box.columns) + 0.5),
      y: card.y + LABEL + row * high + LEADER + radius,
      room: step,
    };
  });
}

/** Above the teams that one leads; at the card's corner for one who leads an organisation; at the top for who leads them all.
 * @param {Worlds} sent @param {number} index @param {import("./types.js").Leader} leader @param {Layout} layout @returns {Point} */
function leaderPoint(sent, index, leader, layout) {
  if (isOnTop(sent, leader)) {
    const top = sent.leaders.map((_, at) => at).filter((at) => isOnTop(sent, sent.leaders[at]));
    return { x: (layout.width * (top.indexOf(index) + 0.5)) / top.length, y: 12 };
  }
  const led = leader.tier === "system" ? [] : leader.leads.map((team) => layout.teams[team]).filter(Boolean);
  const card = layout.cards.find((one) => one.organisation === leader.organisation);
  if (!led.length && card) return { x: card.x + card.width - 11, y: card.y + 10 };
  const row = led.filter((point) => point.y === led[0].y);
  return { x: row.reduce((sum, point) => sum + point.x, 0) / row.length, y: led[0].y - layout.radius - 9 };
}

/** @param {Worlds} sent @param {import("./types.js").Leader} leader @returns {boolean} whether nobody here is above, or there is no card */
export function isOnTop(sent, leader) {
  const system = leader.tier === "system" || !leader.leads.length;
  const staffed = sent.teams.some((team) => team.organisation === leader.organisation);
  return system && ((leader.reports_to ?? -1) < 0 || !staffed);
}
