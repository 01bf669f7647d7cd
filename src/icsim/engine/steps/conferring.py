"""Step 10: leaders meet leaders: strategic trust, sectional interest, bridges between teams that did not know each other."""

from icsim.engine.array_types import ChoiceRow, EntityGrid, IndexArray, LaneRow, NamedGrid
from icsim.engine.index import L, P, V
from icsim.engine.rng import Process, draw_rows
from icsim.rules.inspiring_intent import message_heard
from icsim.rules.taking_wider_view import (
    bridge_chance,
    concession_chance,
    detection_chance,
    meeting_chance,
    sectional_after,
    seen_after,
    selectivity_of,
)
from icsim.rules.trust import trust_after

MEETING, DETECTION, BRIDGE = int(Process.MEETING), int(Process.DETECTION), int(Process.BRIDGE)


def meet_leaders(
    week: int, seeds: IndexArray, lt_a: IndexArray, lt_b: IndexArray, lt_id_a: IndexArray, lt_id_b: IndexArray, par: NamedGrid, var: ChoiceRow, lever:
    NamedGrid, pace: EntityGrid, manner: EntityGrid, sectional: EntityGrid, lead_ab: EntityGrid, lead_ba: EntityGrid, met: EntityGrid, gave_a: EntityGrid, gave_b:
    EntityGrid, u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow,
) -> None:
    """Two leaders meet; each puts own interest aside or not, and learns what the other did."""
    for e in range(lt_a.size):
        draw_rows(MEETING, week, lt_id_a[e], lt_id_b[e], seeds, u0, u1, u2, u3)
        p, q = lt_a[e], lt_b[e]
        for k in range(par.shape[1]):
            whole = 0.5 * (pace[p, k] * lever[L.whole_group_meetings, p, k] + pace[q, k] * lever[L.whole_group_meetings, q, k])
            linking = 0.5 * (pace[p, k] * lever[L.connecting, p, k] + pace[q, k] * lever[L.connecting, q, k])
            staffed = (manner[p, k] > 0.0) & (manner[q, k] > 0.0) & (var[V.strategic, k] > 0)
            chance = meeting_chance(
                whole, linking, par[P.taking_wider_view.meeting_rate, k], par[P.taking_wider_view.meeting_base, k],
                par[P.taking_wider_view.meeting_whole, k], par[P.taking_wider_view.meeting_connecting, k],
            )  # fmt: skip
            meets = staffed & (u0[k] < chance)
            gives_a = u1[k] < concession_chance(sectional[p, k], lead_ab[e, k], par[P.taking_wider_view.give_trust, k])
            gives_b = u2[k] < concession_chance(sectional[q, k], lead_ba[e, k], par[P.taking_wider_view.give_trust, k])
            gain, loss = par[P.taking_wider_view.leader_gain, k], par[P.taking_wider_view.leader_loss, k]
            after_ab = trust_after(var[V.trust, k], lead_ab[e, k], gives_b, gain, loss, par[P.trust.bias, k])
            after_ba = trust_after(var[V.trust, k], lead_ba[e, k], gives_a, gain, loss, par[P.trust.bias, k])
            lead_ab[e, k] = after_ab if meets else lead_ab[e, k]
            lead_ba[e, k] = after_ba if meets else lead_ba[e, k]
            met[e, k] = 1.0 if meets else 0.0
            gave_a[e, k] = 1.0 if meets & gives_a else 0.0
            gave_b[e, k] = 1.0 if meets & gives_b else 0.0


def serve_interests(
    post_id: IndexArray, lt_start: IndexArray, lt_of: IndexArray, lt_side: IndexArray, par: NamedGrid, var: ChoiceRow, lever: NamedGrid, manner: EntityGrid,
    met: EntityGrid, gave_a: EntityGrid, gave_b: EntityGrid, exploited: EntityGrid, sectional: EntityGrid, r0: LaneRow,
) -> None:
    """Own interest of each leader."""
    for p in range(post_id.size):
        for k in range(par.shape[1]):
            exploited[p, k] = 0.0
            r0[k] = 0.0
        for q in range(lt_start[p], lt_start[p + 1]):
            e, first = lt_of[q], lt_side[q] == 0
            for k in range(par.shape[1]):
                mine = gave_a[e, k] if first else gave_b[e, k]
                theirs = gave_b[e, k] if first else gave_a[e, k]
                exploited[p, k] += 1.0 if (mine > 0.0) & (theirs <= 0.0) else 0.0
                r0[k] += met[e, k]
        for k in range(par.shape[1]):
            used = exploited[p, k] / max(1.0, r0[k])
            own = sectional_after(
                sectional[p, k], manner[p, k] * lever[L.system_goal, p, k], used,
                par[P.taking_wider_view.sectional_rate, k], par[P.taking_wider_view.sectional_push, k],
            )  # fmt: skip
            on = (var[V.strategic, k] > 0) & (manner[p, k] > 0.0)
            sectional[p, k] = own if on else sectional[p, k]


def show_interests(
    week: int, seeds: IndexArray, post_id: IndexArray, par: NamedGrid, var: ChoiceRow, lever: NamedGrid, pace: EntityGrid, manner: EntityGrid, sectional:
    EntityGrid, seen: EntityGrid, left: EntityGrid, u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow,
) -> None:
    """How own interest is seen, and whether what was hidden comes to light (kept in `left` until used)."""
    for p in range(post_id.size):
        draw_rows(DETECTION, week, post_id[p], 0, seeds, u0, u1, u2, u3)
        for k in range(par.shape[1]):
            astute = manner[p, k] * lever[L.astuteness, p, k]
            open_to_all = pace[p, k] * lever[L.whole_group_meetings, p, k]
            on = (var[V.strategic, k] > 0) & (manner[p, k] > 0.0)
            shown = seen_after(
                seen[p, k], sectional[p, k], astute, open_to_all, par[P.taking_wider_view.mask, k],
                par[P.taking_wider_view.seen_rate, k], par[P.taking_wider_view.dispel, k],
            )  # fmt: skip
            found_out = on & (u0[k] < detection_chance(sectional[p, k], astute, par[P.taking_wider_view.detection, k]))
            shown = max(shown, sectional[p, k]) if found_out else shown
            seen[p, k] = shown if on else seen[p, k]
            left[p, k] = 1.0 if found_out else 0.0


def remember_deception(
    rel_post: IndexArray, rel_on: IndexArray, par: NamedGrid, var: ChoiceRow, left: EntityGrid, ceiling: EntityGrid, trust_leading: EntityGrid,
) -> None:
    """A discovered deception lowers the most trust that can ever return."""
    for r in range(rel_post.size):
        p = rel_post[r]
        for k in range(par.shape[1]):
            found_out = (left[p, k] > 0.0) & (rel_on[r] > 0) & (var[V.trust, k] > 0)
            lower = ceiling[r, k] * (1.0 - par[P.trust.deception, k])
            ceiling[r, k] = lower if found_out else ceiling[r, k]
            trust_leading[r, k] = min(ceiling[r, k], trust_leading[r, k]) if found_out else trust_leading[r, k]


def open_bridges(
    tie_a: IndexArray, tie_b: IndexArray, tie_id_a: IndexArray, tie_id_b: IndexArray, tie_lead: IndexArray, seeds: IndexArray, rel_post: IndexArray,
    rel_on: IndexArray, par: NamedGrid, var: ChoiceRow, lever: NamedGrid, pace: EntityGrid, lead_ab: EntityGrid, lead_ba: EntityGrid, outlook: EntityGrid,
    job_fear: EntityGrid, openable: EntityGrid, present: EntityGrid, unopened: EntityGrid, u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow,
) -> None:
    """Ties that leaders could open: each opens when its chance of still being closed falls below one draw of its own."""
    for e in range(tie_a.size):
        some = False
        for k in range(par.shape[1]):
            some |= (openable[e, k] > 0.0) & (present[e, k] <= 0.0)
        if some:
            draw_rows(BRIDGE, 0, tie_id_a[e], tie_id_b[e], seeds, u0, u1, u2, u3)
            i, j = tie_a[e], tie_b[e]
            p, q, s, t = rel_post[2 * i], rel_post[2 * j], rel_post[2 * i + 1], rel_post[2 * j + 1]
            has = (rel_on[2 * i + 1] > 0) & (rel_on[2 * j + 1] > 0)
            between = tie_lead[e]
            for k in range(par.shape[1]):
                near = 0.5 * (pace[p, k] * lever[L.connecting, p, k] + pace[q, k] * lever[L.connecting, q, k])
                far = 0.5 * (pace[s, k] * lever[L.connecting, s, k] + pace[t, k] * lever[L.connecting, t, k])
                linking = 0.5 * (near + far) if has else near
                trusted = 0.5 * (lead_ab[between, k] + lead_ba[between, k]) if between >= 0 else par[P.start.leader_trust, k]
                alike, anxiety = par[P.taking_wider_view.like_minded, k], par[P.taking_wider_view.anxiety, k]
                fear = 0.5 * (job_fear[i, k] + job_fear[j, k])
                w = par[P.inspiring_intent.system_weight, k]
                picky_a = message_heard(
                    selectivity_of(int(lever[L.contacts, p, k]), fear, alike, anxiety),
                    selectivity_of(int(lever[L.contacts, s, k]), fear, alike, anxiety), w, rel_on[2 * i + 1] > 0,
                )  # fmt: skip
                picky_b = message_heard(
                    selectivity_of(int(lever[L.contacts, q, k]), fear, alike, anxiety),
                    selectivity_of(int(lever[L.contacts, t, k]), fear, alike, anxiety), w, rel_on[2 * j + 1] > 0,
                )  # fmt: skip
                picky = 0.5 * (picky_a + picky_b)
                chance = bridge_chance(
                    linking, trusted, 1.0 - abs(outlook[i, k] - outlook[j, k]), picky, par[P.taking_wider_view.bridge_rate, k]
                )
                live = (openable[e, k] > 0.0) & (present[e, k] <= 0.0) & (var[V.bridges, k] > 0)
                unopened[e, k] = unopened[e, k] * (1.0 - chance) if live else unopened[e, k]
                present[e, k] = 1.0 if live & (unopened[e, k] < u0[k]) else present[e, k]
