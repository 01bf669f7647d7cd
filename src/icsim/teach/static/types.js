/**
 * The shapes of what the server answers and of what the page keeps; for the type check, no code.
 *
 * @typedef {{name: string, display: string, about?: string, moves?: {control: string, lines: string[]}[]}} Place
 * @typedef {{path: string, display: string, help?: string, about?: string, paths?: string[], low?: number, high?: number, default: number|string|null,
 *   unit?: string, choices?: {value: string, display: string}[]}} Lever
 * @typedef {{paths: string[], low: number, high: number, default: number}} Slider
 * @typedef {{name: string, display: string, short?: string, about?: string, slider: Slider, levers: Lever[]}} Mechanism
 * @typedef {{name: string, display: string, low: number, high: number, smallest: number, good: string, users?: boolean}} Measure
 * @typedef {{name: string, title: string, minutes: number, group: string, decisions: number}} LessonTitle
 * @typedef {{word: string, meaning: string}} GlossaryWord
 * @typedef {{organisations: number[], teams: number[], power: number[], sectors: string[], name: number, example: string}} OursLimits
 * @typedef {{places: Place[], mechanisms: Mechanism[], context: Lever[], measures: Measure[], lessons: LessonTitle[],
 *   glossary: GlossaryWord[], version: string, open?: string, front?: string, ours?: OursLimits|null}} Start
 *
 * @typedef {{week: number, until: number, kind: string, text: string, badge: string|null, badgetext: string|null,
 *   team: number|null, detail?: string, leader?: number, line?: string}} Caption
 * @typedef {{week: number|null, text: string, team: number|null, event?: {week: number, text: string, team?: number, leader?: number}|null}} Parting
 * @typedef {{week: number, world: number, leader: number, kind: string, text: string}} Gone
 * @typedef {{id: string, name: string, sector: string, power: number}} Organisation
 * @typedef {{id: string, name: string, organisation: number, profession: string, site: string, users: boolean, size: number, leader?: number}} Team
 * @typedef {{id: string, name: string, organisation: number, tier: string, leads: number[], reports_to?: number}} Leader
 * @typedef {{id: string, name: string}} Users
 * @typedef {{name: string, display: string, low: number, high: number, top: number}} Field
 * @typedef {{name: string, display: string, unit: string, low: number, high: number, top: number, good: string, users: boolean,
 *   smallest: number, count: boolean, subject: string, who: string, did: string, measure?: string, week?: number, pair?: number[], leader?: number, values: string}} SentMeasure
 * @typedef {{truth: {choice?: number|null, curve?: (number|null)[], said: string}, answers: string[], leading: string[], department: Department|null}} Told
 * @typedef {{leader: number, teams: number[], seats: number, doctors: number, came: number[][], cut: number[][], waiting: number[][], gave_up: number[][], morale: number[][]}} Department
 * @typedef {{name: string, display: string, low: number, high: number, weeks: number[], rows: (number|null)[][], same: boolean, users: boolean}} Card
 * @typedef {{version: number, query: string, names: string[], difference: string, weeks: number, replicate: number, representative_text: string,
 *   place?: Place, settings?: Record<string, number|string>[], organisations: Organisation[], teams: Team[], leaders: Leader[],
 *   users: Users[], ties: [number, number][], fields: {team: Field[], leader: Field[], tie: Field[]},
 *   states: {team: string, leader: string, tie: string}, measures: SentMeasure[], parting: Parting, captions: Caption[],
 *   gone: Gone[], brief?: boolean, lesson?: Told|null}} Worlds
 *
 * @typedef {{measure: string, worlds: number[], pairs: number, weeks: number[], gap: {low: (number|null)[], median: (number|null)[],
 *   high: (number|null)[]}, last: (number|null)[], other_way: number, same: number, smallest: number, said: string}} Many
 * @typedef {{who: string, parting: Parting|null, captions: Caption[]}} Story
 * @typedef {{display: string, value: number}} Term
 * @typedef {{who: string, week: number, worlds: {name: string, decision: string, terms: Term[], total: number}[],
 *   said: string}} Why
 *
 * @typedef {{measure: string, display: string, low?: number, high?: number, world?: number}} CurveAsked
 * @typedef {{ask: string, reading: string, choices?: string[]|null, curve?: CurveAsked|null}} Predict
 * @typedef {{do: string, ask: string, answer?: string, try?: string|null, lines: string[]}} Task
 * @typedef {{kind: "team"|"leader", id: string, called: string}} Protagonist
 * @typedef {{who: string, moments: {week: number, ask: string, choices: {id: string, name: string, text: string}[]}[]}} Steer
 * @typedef {{name: string, title: string, group: string, minutes: number, decisions: number, weeks: number, steer: Steer|null, story: string[], afterwards?: string|null, place: string, query: string,
 *   worlds: {name: string, said: string}[], predict: Predict, protagonist: Protagonist|null, watch: string[], colour: string, tasks: Task[], closing: string[],
 *   facilitator: {minutes: number, text: string}[], wondering?: string|null, difference: string, representative_text?: string|null, tally: Tally|null}} Lesson
 * @typedef {{pairs: number, more: number, less: number, same: number}} Tally
 *
 * @typedef {{start: () => Promise<Start>, lesson: (name: string) => Promise<Lesson>, worlds: (query: string) => Promise<Worlds>,
 *   many: (query: string) => Promise<Many>, story: (query: string) => Promise<Story>, why: (query: string) => Promise<Why>,
 *   card?: (name: string) => Promise<Card>, roads?: (query: string) => Promise<Worlds>,
 *   served?: boolean, offline?: boolean, measures?: string[], file?: (query: string) => Promise<Blob>}} Source
 *
 * @typedef {{display: string, low: number, high: number, weeks: number, start: number}} CurveFrame
 * @typedef {{ask: string, choices: string[]|null, curve: CurveFrame|null}} Asked
 * @typedef {{counts: number[]|null, lines: number[][]|null, middle: number[]|null}} Spread
 * @typedef {{said: string, choice: number|null, curve: (number|null)[]|null}} Truth
 * @typedef {{of: number, right: number|null, nearest: {label: string, off: number}[]}} Close
 * @typedef {{left: number|null, fresh: boolean, mood: number, seats: number, doctors: number, came: number, cut: number, staff: number, waiting: number, gave_up: number}} Scene
 * @typedef {{week: number, taken: string, other: string, roads: string, said: string[], often: string[], times: number[], users: boolean[], same: boolean, scene: Scene|null}} Road
 * @typedef {{headline: string, many: number, called: string, scene: Scene|null, roads: Road[]}} Roads
 * @typedef {{week: number, ask: string, choices: string[], taken: number, other: number}} PastDecision
 * @typedef {{who: string, moment: number, moments: number, week: number, ask: string, choices: string[], counts: number[]|null,
 *   taken: number|null, other: number|null, how: "most"|"tie"|"host"|null, wanted: boolean|null, past: PastDecision[],
 *   told: Roads|null}} SeenSteering
 * @typedef {{code: string, version: number, phase: string, lesson: string, title: string, asked: Asked, spread: Spread|null,
 *   truth: Truth|null, close: Close|null, steering: SeenSteering|null}} Seen
 * @typedef {Seen & {joined: number, here: number, locked: number, query: string, address: string|null, unreached: string|null}} Room
 * @typedef {Seen & {label: string, guess: number|number[]|null, votes: (number|null)[],
 *   yours: {right: boolean|null, off: number|null, place: number|null}|null}} Phone
 *
 * @typedef {{world: string, week: number, key: string, value: string}} Fork
 * @typedef {{lesson: string, roads: string, place_form: string, set: Record<string, string>, worlds: Record<string, Record<string, string>>, forks: Fork[],
 *   replicate: string, weeks: string, week: number|null, measure: string, lines: string[], stage: string, guess: string}} Ask
 *
 * @typedef {{kind: "team"|"leader", index: number, world: number}} Picked
 */
export {};
