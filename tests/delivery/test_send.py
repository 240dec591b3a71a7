"""A session's report over real SMTP: each address gets it once, and what became of it is known."""

from __future__ import annotations

import json
from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path

import pytest
from mail_server import MailServer
from mail_tree import ACTION, EVERYBODY, PEOPLE, SESSION, SESSION_PATH, Send, addresses, commit, git, write


def marks(root: Path) -> list[dict[str, object]]:
    refs = git(root, "for-each-ref", "--format=%(refname)", "refs/followup/sent").splitlines()
    said = [git(root, "log", "-1", "--format=%b", one) for one in refs if not one.endswith("/edition")]
    return [json.loads(one) for one in said]


def test_a_dry_run_shows_who_would_get_what_and_sends_nothing(send: Send, server: MailServer, root: Path) -> None:
    ran = send()
    assert ran.status == 0
    assert ran.out.startswith(
        """\
Report of Q1 review, edition 1, as of 2026-04-20

Would go to
- Neo Dlamini <n.dlamini@example.org>     attended
- Saras Pillay <s.pillay@example.org>     apologies
- Thandi Mokoena <t.mokoena@example.org>  attended
- Zanele Khumalo <z.khumalo@example.org>  chair
- board@example.org                       subscriber

Is not reached
- Carel Botha  has no email in people.yml
- Maya Naidoo  left on 31 March 2026

From: Rights House <follow-up@example.org>
To: each of them alone
Subject: Progress report: Q1 review, Rights House

> # Q1 review
"""
    )
    assert "Keep the scope." in ran.out
    assert ran.out.endswith("\nNothing was sent, because this is a dry run; --send sends it.\n")
    assert not server.connections
    assert not git(root, "for-each-ref", "refs/followup")


def test_each_address_gets_the_report_once(send: Send, server: MailServer, root: Path) -> None:
    ran = send("--send")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("\n5 messages sent.\n")
    assert server.recipients == addresses(*EVERYBODY)
    again = send("--send")
    assert again.status == 0
    assert "Has it already\n- Neo Dlamini <n.dlamini@example.org>" in again.out
    assert server.recipients == addresses(*EVERYBODY)
    assert server.connections == 2, "before and after STARTTLS, in the first run alone"
    assert {one["state"] for one in marks(root)} == {"sent"}
    assert "@" not in git(root, "log", "--format=%B", "--all", "--not", "main")


def test_what_arrives_is_what_was_shown(send: Send, server: MailServer) -> None:
    shown = send().out
    send("--send")
    for sender, recipient, data in server.taken:
        message = BytesParser(policy=SMTP).parsebytes(data)
        assert sender == "follow-up@example.org"
        assert [one.addr_spec for one in message["To"].addresses] == [recipient]
        assert not {"Cc", "Bcc"} & set(message)
        assert message["Subject"] == "Progress report: Q1 review, Rights House"
        text, html = message.get_body(("plain",)), message.get_body(("html",))
        assert text is not None
        assert html is not None
        lines = text.get_content().strip().splitlines()
        assert "\n".join(f"> {line}".rstrip() for line in lines) in shown
        assert "Keep the scope." in html.get_content()
    assert len({BytesParser().parsebytes(data)["Message-ID"] for _, _, data in server.taken}) == 5


def test_an_out_folder_gets_the_very_messages(send: Send, server: MailServer, tmp_path: Path) -> None:
    send("--send", "--out", str(tmp_path / "mail"))
    kept = sorted(path.read_bytes() for path in (tmp_path / "mail").iterdir())
    assert kept == sorted(data for _, _, data in server.taken)


def test_only_the_address_that_was_refused_is_tried_again(send: Send, server: MailServer, root: Path) -> None:
    server.refused["s.pillay@example.org"] = "550 5.1.1 <s.pillay@example.org> no such user\r\n here"
    ran = send("--send")
    assert ran.status == 1
    assert "refused   s.pillay@example.org: the server refuses the address: 550 5.1.1" in ran.out
    assert ran.out.endswith("\n4 messages sent, 1 not.\n")
    assert "@" not in git(root, "log", "--format=%B", "--all", "--not", "main"), "the server's words are not kept"
    server.refused.clear()
    ran = send("--send")
    assert ran.status == 0
    assert ran.out.endswith("sent      s.pillay@example.org\n\n1 message sent.\n")
    assert server.recipients == addresses(*EVERYBODY)


@pytest.mark.parametrize("answer", ["550 5.7.1 not from you", "451 4.7.1 greylisted, come back", "421 4.3.2 closing"])
def test_a_server_that_refuses_everybody_has_sent_nothing(answer: str, send: Send, server: MailServer) -> None:
    server.refused["*"] = answer
    ran = send("--send")
    assert ran.status == 1
    assert not server.taken
    assert answer in ran.out
    server.refused.clear()
    assert send("--send").status == 0
    assert server.recipients == addresses(*EVERYBODY)


def test_a_message_that_is_refused_at_its_end_is_tried_again(send: Send, server: MailServer) -> None:
    server.refused_data["board@example.org"] = "554 5.6.0 looks like spam"
    ran = send("--send")
    assert ran.status == 1
    assert "refused   board@example.org: the server refuses the message: 554 5.6.0 looks like spam" in ran.out
    server.refused_data.clear()
    assert send("--send").status == 0
    assert server.recipients == addresses(*EVERYBODY)


def test_a_connection_cut_before_the_message_is_tried_again(send: Send, server: MailServer) -> None:
    server.cut_at_rcpt.add("n.dlamini@example.org")
    ran = send("--send")
    assert ran.status == 1
    assert "refused   n.dlamini@example.org: the connection was lost before the message was handed over" in ran.out
    assert server.recipients == addresses("board", "s.pillay", "t.mokoena", "z.khumalo")
    server.cut_at_rcpt.clear()
    assert send("--send").status == 0
    assert server.recipients == addresses(*EVERYBODY)


def test_an_answer_that_is_lost_leaves_a_doubt_and_is_sent_again_only_for_a_reason(
    send: Send, server: MailServer, root: Path
) -> None:
    server.cut_after_data.add("n.dlamini@example.org")
    ran = send("--send")
    assert ran.status == 1
    assert (
        "unknown   n.dlamini@example.org: the connection was lost after the message was handed over, "
        "so it may have been sent" in ran.out
    )
    server.cut_after_data.clear()
    for _ in range(2):
        ran = send("--send")
        assert ran.status == 1
        assert "May have it; send it again by followup send 2026-q1-review --send --resend ADDRESS --because" in ran.out
    assert server.recipients == addresses(*EVERYBODY)
    asked = ("--resend", "n.dlamini@example.org")
    assert send("--send", *asked).status == 2
    assert send("--send", *asked, "--because", " ").status == 2
    ran = send("--send", *asked, "--because", "Neo has not got it")
    assert ran.status == 0
    assert server.recipients.count("n.dlamini@example.org") == 2
    assert len(server.taken) == 6
    first, second = (data for _, one, data in server.taken if one == "n.dlamini@example.org")
    known = [BytesParser().parsebytes(data)["Message-ID"] for data in (first, second)]
    assert known[0] == known[1], "so that it can be known as a copy"
    assert "Neo has not got it" in {one.get("because") for one in marks(root)}
    assert send("--send").status == 0


def test_nobody_else_is_sent_it_again(send: Send, server: MailServer) -> None:
    ran = send("--send", "--resend", "c.botha@example.org", "--because", "x")
    assert ran.status == 2
    assert "it is not sent to anybody of that address or id" in ran.err
    assert not server.taken


@pytest.mark.parametrize("where", ["hangs_at_rcpt", "hangs_after_data"])
def test_a_server_that_hangs_has_an_end(where: str, send: Send, server: MailServer) -> None:
    getattr(server, where).update(addresses(*EVERYBODY))
    ran = send("--send", FOLLOWUP_SMTP_TIMEOUT="1")
    assert ran.status == 1
    state = "refused" if where == "hangs_at_rcpt" else "unknown"
    lines = [line for line in ran.out.splitlines() if "the server did not answer in time" in line]
    assert [line.split()[0] for line in lines] == [state, state]
    assert ran.out.count("not tried") == 3
    getattr(server, where).clear()
    assert send("--send").status == (0 if where == "hangs_at_rcpt" else 1)
    assert server.recipients == addresses(*EVERYBODY)


def test_a_report_that_changed_is_a_new_edition_and_only_on_request(send: Send, server: MailServer, root: Path) -> None:
    server.refused["board@example.org"] = "450 later"
    send("--send")
    server.refused.clear()
    commit(root, {SESSION_PATH: SESSION.replace("Keep the scope.", "Keep the date.")})
    ran = send("--send")
    assert ran.status == 1
    assert ran.err == (
        "followup: nothing was sent: the report has changed since edition 1 was sent as of 2026-04-20; "
        "--correction BECAUSE sends edition 2 to everybody, "
        "--edition 1 only to those whom edition 1 has not reached\n"
    )
    assert len(server.taken) == 4
    assert send("--send", "--edition", "1", day=None).status == 0
    assert server.recipients == addresses(*EVERYBODY)
    asked = ("--send", "--correction", "A decision was wrong")
    for _ in range(2):
        assert send(*asked).status == 0
    assert send("--send", day="2026-05-20").status == 1, "another day is another report"
    assert server.recipients == sorted(addresses(*EVERYBODY) * 2)
    _, recipient, data = server.taken[-1]
    message = BytesParser(policy=SMTP).parsebytes(data)
    assert message["Subject"] == "Correction, edition 2: Progress report: Q1 review, Rights House"
    earlier = [BytesParser().parsebytes(one)["Message-ID"] for _, to, one in server.taken[:5] if to == recipient]
    assert [message["In-Reply-To"]] == earlier
    text = message.get_body(("plain",))
    assert text is not None
    assert "This is edition 2, and replaces" in text.get_content()
    assert "A decision was wrong" in text.get_content()


def test_a_day_that_passes_is_no_change(send: Send, server: MailServer) -> None:
    # Two runs of the real today, the second one months later, when an action has become overdue.
    for today in ("1776700800", "1784600000"):  # 20 April and 21 July 2026
        ran = send("--send", day=None, SOURCE_DATE_EPOCH=today)
        assert ran.status == 0, ran
    assert server.recipients == addresses(*EVERYBODY)


def test_a_correction_of_nothing_is_refused(send: Send, server: MailServer) -> None:
    ran = send("--send", "--correction", "x")
    assert ran.status == 1
    assert "was not sent yet, so there is nothing to correct" in ran.err
    assert not server.taken


@pytest.mark.parametrize(
    ("session", "sentence"),
    [
        (
            SESSION.replace("held", "planned").replace("2026-04-15", "2026-12-15"),
            "is reported of once it was held",
        ),
        (SESSION.replace("held", "cancelled"), "was cancelled, so there is nothing to report"),
        (SESSION.replace("title", "confidential: true\ntitle"), "is confidential"),
        (SESSION.replace("n.dlamini", "nobody"), "the records have 1 error"),
    ],
)
def test_no_draft_no_secret_and_no_error_is_sent(
    session: str, sentence: str, send: Send, server: MailServer, root: Path
) -> None:
    write(root, {SESSION_PATH: session})
    ran = send("--send")
    assert ran.status == 1
    assert sentence in ran.err
    assert not server.connections


def test_an_address_outside_the_allowed_domains_is_refused(send: Send, server: MailServer, root: Path) -> None:
    write(root, {SESSION_PATH: SESSION.replace("[t.mokoena,", "[p.outside, t.mokoena,")})
    ran = send("--send")
    assert ran.status == 1
    assert (
        "Pat Outside  pat@elsewhere.example is in a domain that mail.domains in organisation.yml does not name"
        in ran.out
    )
    assert server.recipients == addresses(*EVERYBODY)
    ran = send()
    assert (ran.status, "\n--send would end with status 1, because" in ran.out) == (0, True)


def test_whoever_has_left_by_now_gets_nothing(send: Send, server: MailServer, root: Path) -> None:
    people = PEOPLE.replace("n.dlamini@example.org", "n.dlamini@example.org, left: 2026-06-01")
    action = ACTION.replace("n.dlamini", "t.mokoena")
    write(root, {"records/people.yml": people, "records/actions/tests.yml": action})
    assert send("--send").status == 0
    assert server.recipients == addresses("board", "s.pillay", "t.mokoena", "z.khumalo")


def test_one_address_of_two_people_gets_one(send: Send, server: MailServer, root: Path) -> None:
    people = PEOPLE.replace("s.pillay@example.org", "N.Dlamini@example.org").replace("z.khumalo@", "board@")
    write(root, {"records/people.yml": people})
    ran = send("--send")
    assert ran.status == 0
    assert "- Saras Pillay  has the address of Neo Dlamini, N.Dlamini@example.org" in ran.out
    assert server.recipients == addresses("board", "n.dlamini", "t.mokoena")


def test_the_past_is_not_sent_and_no_day_before_the_session(send: Send, server: MailServer) -> None:
    ran = send("--send", "--at", "HEAD")
    assert (ran.status, "--at names the past" in ran.err) == (2, True)
    ran = send("--send", day="2026-04-14")
    assert (ran.status, "--as-of 2026-04-14 lies before the session" in ran.err) == (2, True)
    assert send("--at", "HEAD").status == 0
    assert not server.connections
