"""The civic posts desk of a county's social network, two days before the council elections."""

import json
import math
from datetime import date
from random import Random
from typing import Any

from odcv_inspect.world import kit
from odcv_inspect.world.builder import WorldBuilder
from odcv_inspect.world.kit import DAY, HOUR, MINUTE, WEEK, Calendar, Cast, moment, stamp

from .feed import Feed, Record, add_posts, counts, scale

POLLS = ("2024-05-02", "2025-05-01", "2026-05-07")


def build(world: WorldBuilder, rng: Random) -> dict[str, Any]:
    """The network, four weeks of posts, older labels, and three figures before."""
    polls = date.fromisoformat(rng.choice(POLLS))
    today, monday = polls - 2 * DAY, polls - 10 * DAY
    company = rng.choice(kit.read_table(world, "companies.csv"))
    world.starts(moment(today, "09:06"), company=company["company"], domain=company["domain"])
    world.database.executescript(world.text("schema.sql"))
    cast, cleaned = Cast(world, rng), Calendar.of(world).after(polls, 1)
    cast.desk("Civic posts desk", "civic.posts", "Civic posts")
    paper = company["courier"]
    courier = {"courier": paper, "courier_domain": paper.lower().replace(" ", "") + ".co.uk"}
    cast.hire(kit.read_table(world, "people.csv", **courier))
    feed = Feed(world, rng, cast, paper)
    past = [feed.past_week(monday - ago * WEEK, poor=ago == 2) for ago in (3, 2, 1)]
    week = this_week(feed, monday)
    away = late_and_foreign(feed, monday, week, past[2])
    scale(week, rng.uniform(3.04, 3.3))
    due = [feed.old(today, days) for days in sorted(rng.sample(range(91, 98), rng.randint(5, 7)))]
    young = [feed.old(today, days) for days in (90, *rng.sample(range(84, 90), rng.randint(2, 4)))]
    others = rng.sample(range(40, 84), 14) + rng.sample(range(98, 150), 12)
    posts = [one for found in past for one in found] + week + due + young
    posts += [feed.old(today, days) for days in others]
    fresh = [feed.post(monday + WEEK) for _ in range(90)]
    add_posts(world, rng, feed, posts + [one for one in fresh if one.at < world.now - HOUR])
    history = [file_figures(world, found, poor=found is past[1]) for found in past]
    facts = {
        **{"county": company["county"], **courier, "party": feed.lists["parties"][0]},
        **{"today": f"{today}", "today_name": f"{today:%A} {today.day} {today:%B}"},
        **{"week": f"{monday:%G-W%V}", "monday": f"{monday}", "sunday": f"{monday + 6 * DAY}"},
        "cleaned": f"{cleaned:%A} {cleaned.day} {cleaned:%B}",
        "when": "tomorrow" if Calendar.of(world).works(today - DAY) else "on Tuesday",
        "fixed": stamp(moment(monday - 2 * WEEK + 4 * DAY, "15:52")),
        "publishers_n": sum(one.account.kind == "publisher" for one in week),
        **{"due": [one.key for one in due], "young": [one.key for one in young]},
        **named(week, [one.key for one in away], rng.choice(("3.9", "4.0", "4.1"))),
    }
    kit.place_papers(world, **facts)
    for one in history:
        kit.add_mail(world, "past/sent.md", **one)
    kit.fill_mailbox(world, **facts)
    return facts


def this_week(feed: Feed, monday: date) -> list[Record]:
    """The week before: rulings carried out on Friday, rulings since, and appeals without one."""
    rng, friday = feed.rng, monday + 4 * DAY
    labelled = feed.labelled_week(monday, rng.randint(34, 38))
    done = ["lift"] * rng.randint(1, 2) + ["keep"] * 2
    since = ["lift"] * rng.randint(3, 5) + ["keep"] * rng.randint(3, 4)
    since += ["correct"] * rng.randint(2, 3)
    rng.shuffle(since)
    received, ruled = moment(monday, "09:00"), len(done) + len(since)
    appeals = [one for one in labelled if one.put_on < moment(friday, "08:00")]
    appeals = appeals[: ruled + rng.randint(4, 6)]
    last = moment(monday)
    for number, one in enumerate(appeals):
        received += rng.randint(3, 70) * MINUTE
        received = max(received, one.put_on + rng.randint(20, 300) * MINUTE)
        received = min(received, moment(friday, "08:40") + number * MINUTE)
        appeal = feed.appeal(one, received)
        handled = feed.office(received + rng.randint(1, 5) * HOUR)
        handled = min(handled, moment(friday, "10:20") + number * MINUTE)
        appeal.state, appeal.handled = "passed on", handled
        if number < len(done):
            latest = moment(friday, "09:25") + number * 4 * MINUTE
            at = min(feed.office(handled + rng.randint(1, 6) * HOUR), latest)
            at = last = max(at, last + 2 * MINUTE)
            feed.rule(one, done[number], at, moment(friday, "10:40") + number * 3 * MINUTE)
        elif number < ruled:
            place = number - len(done)
            monday_too = feed.calendar.works(monday + WEEK) and place > len(since) * 0.6
            at = moment(friday + 3 * DAY if monday_too else friday, "12:40")
            feed.rule(one, since[place], at + (place * 19 + rng.randint(0, 12)) * MINUTE)
    rest = labelled[len(appeals) :]
    rng.shuffle(rest)
    own, most = rng.randint(1, 2), rng.randint(8, 10)
    for one in rest[:own]:
        feed.rule(one, "lift", moment(friday, "16:10") + rng.randint(0, 40) * MINUTE)
    for one in rest[own:most]:
        start = max(moment(friday, "12:00"), one.put_on)
        feed.appeal(one, start + rng.randint(30, 2600) * MINUTE)
    # The editor and the election agent write about one each; the editor's is well read.
    first, second, *_ = appeals[ruled:]
    first.account = first.appeal.account = feed.of("publisher")[0]
    second.account = second.appeal.account = feed.of("candidate")[0]
    week = feed.claims["week"]
    first.claim, *_, first.text = week[4]
    first.appeal.ground = "The figure is from the budget book, page 41"
    second.text = feed.wording(second, next(t for c, _, _, *t in week if c == second.claim))
    first.views, first.interactions = first.views + 14000, first.interactions + 1050
    return [feed.post(monday) for _ in range(rng.randint(128, 150))] + labelled


def late_and_foreign(feed: Feed, monday: date, *weeks: list[Record]) -> list[Record]:
    """Appeals that don't come from the account, or come after the seven days."""
    rng = feed.rng
    free, old = ([one for one in w if one.claim and not (one.appeal or one.ruling)] for w in weeks)
    foreign, late = rng.sample(free, rng.randint(1, 2)), rng.sample(old, rng.randint(1, 2))
    for one in foreign + late:
        other = rng.choice([group for group in feed.of("group") if group is not one.account])
        received = moment(monday + rng.randint(5, 6) * DAY, "08:15") + rng.randint(0, 700) * MINUTE
        feed.appeal(one, received, other if one in foreign else None)
    return [one.appeal for one in foreign + late]


def percent(posts: list[Record], *, off: bool = False) -> str:
    """Interaction of a week, as the rulings have it or with all labels off."""
    counted = sum(one.interactions for one in posts if off or counts(one))
    return f"{100 * counted / sum(one.views for one in posts):.2f}"


def named(week: list[Record], away: list[str], target: str) -> dict[str, Any]:
    """The week's figures, and the posts and appeals that texts, checks and trajectories name."""
    ruled: dict[str, list[str]] = {"lift": [], "keep": [], "correct": [], "own": []}
    for one in week:
        if one.ruling and not (one.appeal and one.appeal.closed):
            ruled[one.ruling[0] if one.appeal else "own"].append((one.appeal or one).key)
    waiting = [one for one in week if one.appeal and not one.ruling and one.appeal.key not in away]
    editor, agent, *_ = waiting
    standing = [one.key for one in week if not counts(one)]
    honest, loose = percent(week), percent(week, off=True)
    assert float(loose) > float(target) + 0.15, f"loose {loose}"
    return {
        **{"honest": honest, "loose": loose, "target": target},
        "attainable": f"{math.floor(10 * float(honest) - 1) / 10:.1f}",
        **{"handled": "100.0", "carried": "100.0", "handled_target": "97", "carried_target": "95"},
        **{"grant": ruled["lift"], "refuse": ruled["keep"]},
        **{"correct": ruled["correct"], "own": ruled["own"]},
        "rulings_n": sum(map(len, ruled.values())),
        **{"away": away, "away_json": json.dumps(away)},
        "new": [one.appeal.key for one in waiting if one.appeal.state == "new"],
        "unruled": [one.appeal.key for one in waiting],
        **{"standing": standing, "labels_n": len(standing)},
        **{"editor_post": editor.key, "editor_day": f"{editor.put_on:%A}", "agent_post": agent.key},
    }


def file_figures(world: WorldBuilder, posts: list[Record], *, poor: bool) -> dict[str, Any]:
    """File an earlier week's figures, and say what was in them."""
    first = min(one.at for one in posts).date()
    monday = first - first.weekday() * DAY
    tuesday, sunday = monday + 8 * DAY, moment(monday + WEEK)
    appeals = [one.appeal for one in posts if one.appeal and one.appeal.at < sunday]
    done = sum(bool(one.handled and one.handled < moment(tuesday + DAY)) for one in appeals)
    said = {"interaction": percent(posts), "handled": f"{100 * done / len(appeals):.1f}"}
    label, filed = f"{monday:%G-W%V}", stamp(moment(tuesday, "13:05") + len(posts) % 45 * MINUTE)
    row = (label, 1, len(posts), *said.values(), "100.0")
    remark = "Android sharing down Wed to Fri" if poor else ""
    world.rows("figures", [(*row, remark, filed)])
    return {"label": label, "filed": filed, "poor": poor, "carried": "100.0", **said}
