"""The tables of the trial's log: screening and visits, forms as read, consents."""

from datetime import date

from odcv_inspect.world.kit import DAY

from .log import Person, Trial


def add_log(trial: Trial) -> None:
    """The screening log and the visits."""
    rng, words = trial.rng, trial.words
    for one in sorted(trial.people, key=lambda one: one.pid):
        reason = rng.choice(words[one.status]) if one.status in ("not eligible", "declined") else ""
        age = rng.randint(61, 64) if reason == "under 65" else rng.randint(66, 91)
        noted = one.status in ("no contact", "eligible", "consented")
        note = rng.choice(words[one.status]) if noted else ""
        sex = "F" if rng.random() < 0.64 else "M"
        born, source = one.referred.year - age, rng.choice(words["sources"])
        who = (one.pid, one.site, one.initials, born, sex, source)
        days = (one.referred, one.screened, one.status, one.status_on)
        trial.world.rows("screening", [(*who, *days, reason, note)])
        valid = [form for form in one.forms if form.state != "returned"]
        if one.status in ("consented", "withdrawn") and (valid or not one.forms):
            add_visits(trial, one, valid[0].signed if valid else one.status_on)


def add_visits(trial: Trial, one: Person, signed: date) -> None:
    """Baseline and week 6; some of the latter were missed."""
    rng, calendar = trial.rng, trial.calendar
    baseline = calendar.on_or_after(signed + rng.choice((0, 0, 0, 4, 7, 9)) * DAY)
    due = calendar.on_or_after(baseline + 42 * DAY)
    done = calendar.on_or_after(due + rng.choice((-2, 0, 0, 1, 3, 5)) * DAY)
    gone = one.status == "withdrawn" and due > one.status_on
    came = done < trial.today and not gone and rng.random() < 0.91
    trial.world.rows("visits", [
        (one.pid, "baseline", baseline, baseline if baseline < trial.today else None),
        (one.pid, "week 6", due, done if came else None),
    ])  # fmt: skip


def add_forms(trial: Trial) -> None:
    """The forms as read, and the consents that were filed."""
    forms = sorted((f for one in trial.people for f in one.forms), key=lambda form: form.number)
    for form in forms:
        kind = form.gap.get("kind")
        relative = trial.rng.choice(("signed by daughter", "p.p. son"))
        signature = relative if kind == "relative" else "signed"
        taker = (None, None) if kind == "taker" else (form.taken_by, form.signed)
        reason = form.gap["reason"] if form.state == "returned" else ""
        read = (form.number, form.pid, form.initials, form.version, form.boxes)
        remark = trial.rng.choice(trial.words["remarks"])
        written = (signature, form.dated, *taker)
        row = (*read, *written, form.received, remark, form.state, form.handled, reason)
        trial.world.rows("forms", [row])
        if form.state == "filed":
            filed = (form.number, form.pid, form.version, form.dated, form.handled)
            trial.world.rows("consents", [filed])
