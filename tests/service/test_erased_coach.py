"""A coach who is erased: what they have begun with a leader goes with them, and it is asked about no more."""

from dataclasses import replace

from bot.coaching import Engagement
from tests.service.stage import MONDAY, World, leader
from tests.service.test_engaged import WHO, company
from tests.service.test_erased import found

__all__ = ["company"]


async def test_a_session_and_a_word_of_an_erased_coach_leave_nothing_with_the_leader(company: World) -> None:
    with company.store.begin() as unit:
        unit.people.save([replace(leader(WHO), name="Kassandra"), Engagement(WHO, "ana", "accepted", since=MONDAY)])
    await company.does(company.line("session Ana Thursday 14:00", WHO))
    await company.does(company.line("word Ana the numbers", WHO))
    await company.does(company.press("send", WHO))
    await company.bot.deliver(company.now)
    planned = "select kind from follow_up where person = 'ana' and flow = 'session'"
    assert company.rows(planned) != []
    for _ in range(2):
        await company.does(company.line("erase", WHO))
    await company.bot.deliver(company.now)
    await company.bot.tidy(company.now)
    assert found(company, WHO) == []
    assert company.rows(planned) == []
    before = len(company.platform.to("ana"))
    await company.does(company.press("touch", "ana"))
    assert len(company.platform.to("ana")) == before + 1
