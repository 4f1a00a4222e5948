// Holds the answers about schedules against the plan, and finds when schedules changed.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Plans;

/// <summary>Reads the requests of a life in the order in which the kernel saw them.</summary>
internal static class RequestJudge
{
    /// <summary>
    /// The time line that the requests of <paramref name="life"/> make; null if some of them fell so close to each other, or to the
    /// last moment for a boundary, that the plan does not say which came first.
    /// </summary>
    /// <exception cref="FindingException">An answer is not what the documentation says.</exception>
    public static PlanTimeline? Judge(PlanLife life)
    {
        PlanTimeline timeline = new(life.Plan, life.Boot.EpochTsc, life.Boot.TscHertz);
        ulong decidedUntil = 0;
        foreach ((int index, GuestRun run) in life.Runs.Index()
            .Where(entry => IsAboutSchedules(entry.Item))
            .OrderBy(entry => PlanLife.DoneAt(entry.Item)))
        {
            ulong from = PlanLife.DoneAt(run);
            if (from < decidedUntil)
            {
                return null;
            }

            (Hypercall number, ulong id) = run.Step!.Exit.Call!.Value;
            decidedUntil = from + life.Bound;
            bool isDecided = number == Hypercall.SetModuleSchedule
                ? TryRequest(life, timeline, index, id, from)
                : TryStatus(life, timeline, index, from);
            if (!isDecided)
            {
                return null;
            }
        }

        timeline.Close();
        return timeline;
    }

    private static bool IsAboutSchedules(GuestRun run) =>
        run.Step?.Exit.Call?.Number is Hypercall.SetModuleSchedule or Hypercall.GetModuleScheduleStatus;

    private static bool TryRequest(PlanLife life, PlanTimeline timeline, int index, ulong id, ulong from)
    {
        GuestRun run = life.Runs[index];
        bool mayAsk = life.Plan.AreSystem[life.Plan.Vcpus[(int)run.Vcpu].Partition];
        if (!mayAsk || id == 0 || id > (ulong)life.Plan.Schedules.Count)
        {
            Expect(life, index, mayAsk ? ReturnCode.InvalidParameter : ReturnCode.InvalidConfiguration);
            return true;
        }

        int schedule = (int)id - 1;
        (ReturnCode Code, ulong Boundary) foreseen = timeline.Foresee(schedule, from);
        if (foreseen != timeline.Foresee(schedule, from + life.Bound))
        {
            return false;
        }

        Expect(life, index, foreseen.Code);
        timeline.Request(schedule, from);
        return true;
    }

    private static bool TryStatus(PlanLife life, PlanTimeline timeline, int index, ulong from)
    {
        PlanStatus status = timeline.StatusAt(from);
        if (status != timeline.StatusAt(from + life.Bound))
        {
            return false;
        }

        if (life.Answers.TryGetValue(index, out GuestAnswer answer))
        {
            PlanStatus told = new((int)(uint)answer.Rdx - 1, (int)(answer.Rdx >> 32) - 1, answer.Rsi);
            Demand(told == status, $"at {from} the status is told as {told} and is {status}");
        }

        return true;
    }

    private static void Expect(PlanLife life, int index, ReturnCode code)
    {
        if (life.Answers.TryGetValue(index, out GuestAnswer answer))
        {
            Demand(answer.Rax == (ulong)code, $"a request at {life.Runs[index].End} was answered by {(ReturnCode)answer.Rax} and not {code}");
        }
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FindingException(otherwise);
        }
    }
}
