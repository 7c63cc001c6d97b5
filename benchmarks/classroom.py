"""A classroom at one server: many browsers' worth of sessions, each of which moves a slider every two seconds.

    python benchmarks/classroom.py [sessions] [seconds]

Each session is a real WebSocket connection that speaks Streamlit's own protocol. The script starts a
server of its own on this machine and talks to nobody else.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "tests")]

import numpy as np
from machine import describe
from serving import Server, serving
from session import Answer, Session

MOST_SESSIONS = 200
MOST_SECONDS = 300
SECONDS_BETWEEN_MOVES = 2.0
SECONDS_TO_WARM_UP = 6.0
REQUIRED_P95 = 0.5
REQUIRED_CPU_MS = 15


@dataclass
class Lesson:
    """What was seen of all sessions together, after the warm-up."""

    answers: list[Answer] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


async def attend(server: Server, number: int, counts_from: float, until: float, lesson: Lesson) -> None:
    """One session: opens the page and moves one slider after the other until the time is over."""
    rng = random.Random(number)
    try:
        async with Session(server.host) as session:
            await session.rerun()
            while (pause := SECONDS_BETWEEN_MOVES * rng.uniform(0.8, 1.2)) + time.monotonic() < until:
                await asyncio.sleep(pause)
                session.move(rng.choice(session.sliders()), rng)
                answer = await session.rerun()
                if time.monotonic() > counts_from:
                    lesson.answers.append(answer)
    except Exception as error:
        lesson.errors.append(f"session {number}: {type(error).__name__}: {error}")


async def teach(server: Server, sessions: int, seconds: float) -> tuple[Lesson, float, float]:
    """All sessions at once: what they saw, and the server's CPU seconds and megabytes of growth while it counted."""
    lesson = Lesson()
    counts_from = time.monotonic() + SECONDS_TO_WARM_UP
    until = counts_from + seconds
    everybody = asyncio.gather(*(attend(server, number, counts_from, until, lesson) for number in range(sessions)))
    await asyncio.sleep(SECONDS_TO_WARM_UP)
    cpu, resident = server.cpu_seconds(), server.resident_megabytes()
    await everybody
    return lesson, server.cpu_seconds() - cpu, server.resident_megabytes() - resident


async def unchanged(server: Server) -> tuple[Answer, Answer, Answer]:
    """The answers to a rerun that changes nothing: the first and the next one of the whole page, and one of the part with the sliders."""
    async with Session(server.host) as session:
        await session.rerun()
        first, page = await session.rerun(), await session.rerun()
        session.touch(session.sliders()[0])
        await session.rerun()
        session.touch(session.sliders()[0])
        return first, page, await session.rerun()


def percentile(answers: Sequence[Answer], share: float) -> float:
    return float(np.percentile([answer.seconds for answer in answers], share)) * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description="Many sessions at one server.")
    parser.add_argument("sessions", type=int, nargs="?", default=30)
    parser.add_argument("seconds", type=float, nargs="?", default=30.0)
    asked = parser.parse_args()
    sessions, seconds = min(asked.sessions, MOST_SESSIONS), min(asked.seconds, MOST_SECONDS)

    print(describe("streamlit", "numpy", "uvloop"))
    with serving() as server:
        quiet = asyncio.run(unchanged(server))
        lesson, cpu, growth = asyncio.run(teach(server, sessions, seconds))
        log = server.log()
    errors = [*lesson.errors, *(line for line in log.splitlines() if "Traceback" in line)]

    print(f"\n{sessions} sessions, each moves a slider every {SECONDS_BETWEEN_MOVES:g} s, for {seconds:g} s after a warm-up")
    print(f"  reruns                     {len(lesson.answers):8}")
    print(f"  errors                     {len(errors):8}    (required: 0)")
    for error in sorted(set(errors))[:5]:
        print(f"    {error}")
    if lesson.answers:
        count = len(lesson.answers)
        print(f"  rerun, p50                 {percentile(lesson.answers, 50):8.0f} ms")
        print(f"  rerun, p95                 {percentile(lesson.answers, 95):8.0f} ms (required: under {REQUIRED_P95 * 1e3:.0f})")
        print(f"  server per rerun           {cpu / count * 1e3:8.1f} CPU-ms (required: at most {REQUIRED_CPU_MS})")
        print(f"  sent per rerun             {sum(answer.size for answer in lesson.answers) / count / 1e3:8.1f} kB")
        print(f"  resident memory grew by    {growth:8.1f} MB")
    sizes = ", ".join(f"{answer.size / 1e3:.2f}" for answer in quiet)
    print(f"  a rerun that changes nothing sends, of the whole page the first time and the next, of the sliders' part: {sizes} kB")
    print("                                      (required: under 2)")


if __name__ == "__main__":
    main()
