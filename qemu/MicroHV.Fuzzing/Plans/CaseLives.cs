// What guests do in a case: how long they compute, what they then do, and how long that keeps the kernel.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Plans;

/// <summary>Reads steps. Only what may be asked for at any time is asked for: entries are never refused here.</summary>
internal static class CaseLives
{
    /// <summary>Most ticks that one exit keeps the kernel.</summary>
    public const ulong LongestCost = 25_000;

    private const int MaxSteps = 48;
    private const int MaxStorm = 32;
    private const uint UnknownMsr = 0xC001_FFFF;
    private const ulong TextBytes = 40;
    private const ulong NoMemory = 0x7000_0000;

    /// <summary>Gives the guests of <paramref name="kernel"/> the lives that the rest of <paramref name="input"/> has for them.</summary>
    public static void Add(ref CaseBytes input, KernelMachine kernel, CasePlan plan)
    {
        for (int i = 0; i < MaxSteps && !input.IsAtEnd; i++)
        {
            uint vcpu = (uint)input.Choice(plan.Vcpus.Count);
            ulong ticks = (ulong)input.Word() * input.OneOf<ulong>(1, 4, 16, 64) / 16;
            ulong cost = input.Choice(4) == 1 ? input.Byte() * LongestCost / byte.MaxValue : 0;
            Add(ref input, kernel, plan, vcpu, ticks, cost);
        }
    }

    private static void Add(
        ref CaseBytes input, KernelMachine kernel, CasePlan plan, uint vcpu, ulong ticks, ulong cost)
    {
        ProcessorKind kind = plan.Kind;
        GuestExit exit;
        switch (input.Choice(16))
        {
            case 1:
                exit = GuestExit.ReadMsr(UnknownMsr);
                break;
            case 2:
                exit = GuestExit.Hypercall(kind, Hypercall.None);
                break;
            case 3:
                exit = GuestExit.Hypercall(kind, Hypercall.Yield);
                break;
            case 4:
            case 10:
                CaseInterrupts.Add(ref input, kernel, vcpu, ticks, cost);
                return;
            case 5:
                exit = GuestExit.Hlt(areInterruptsOn: true);
                break;
            case 6:
                exit = GuestExit.Hypercall(kind, Hypercall.ConsoleWrite, SmallSystem.MemoryBase, TextBytes);
                break;
            case 7:
                AddStorm(kernel, vcpu, ticks, input.Choice(MaxStorm), input.Byte());
                return;
            case 8:
            case 9:
                exit = GuestExit.Hypercall(kind, Hypercall.SetModuleSchedule, ReadId(ref input, plan));
                break;
            case 11:
                exit = GuestExit.Hypercall(kind, Hypercall.GetModuleScheduleStatus);
                break;
            case 12:
                exit = GuestExit.Nmi();
                break;
            case 13:
                exit = GuestExit.Hypercall(kind, Hypercall.Report, vcpu);
                break;
            case 14:
                exit = GuestExit.Touch(NoMemory, RegionRights.Write);
                break;
            case 15:
                exit = GuestExit.TripleFault();
                break;
            default:
                exit = GuestExit.Cpuid(1);
                break;
        }

        kernel.Guests.Add(vcpu, new GuestStep(ticks, exit, cost));
    }

    // One in eight is the id of no schedule.
    private static ulong ReadId(ref CaseBytes input, CasePlan plan) =>
        input.Choice(8) == 1 ? (ulong)input.Choice(2) * ((ulong)plan.Schedules.Count + 1) : 1 + (ulong)input.Choice(plan.Schedules.Count);

    private static void AddStorm(KernelMachine kernel, uint vcpu, ulong ticks, int count, ulong ticksBetween)
    {
        kernel.Guests.Add(vcpu, new GuestStep(ticks, GuestExit.Cpuid(0)));
        for (int i = 0; i < count; i++)
        {
            kernel.Guests.Add(vcpu, new GuestStep(ticksBetween, GuestExit.Cpuid(0)));
        }
    }
}
