// A guest that does something at random ticks of its windows, twice: on the kernel's APIC, which is looked at seldom, and on
// one that is looked at in every tick.
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Devices;

namespace MicroHV.Kernel.Tests.Devices;

/// <summary>
/// The kernel's side looks when its loop would: before an entry, which follows every exit of the guest, the limit of an entry,
/// the end of HLT and the start of a window. Both sides write down what they deliver, and when.
/// </summary>
internal sealed class TimedGuest(ApicFixture fixture, Random random)
{
    private const int Vectors = 4;

    private readonly NaiveApic _naive = new();
    private bool _areInterruptsOn = true;
    private bool _mustEnter;
    private bool _isHalted;
    private ulong _limit;

    /// <summary>What the kernel delivered.</summary>
    public List<(ulong Tick, int Vector)> Delivered { get; } = [];

    /// <summary>What there was to deliver.</summary>
    public List<(ulong Tick, int Vector)> Expected { get; } = [];

    /// <summary>Lives for <paramref name="ticks"/>, in windows of random length with gaps between.</summary>
    public void Live(ulong ticks)
    {
        ulong start = (ulong)random.Next(1, 20);
        ulong end = start + (ulong)random.Next(1, 60);
        for (ulong now = 1; now < ticks; now++)
        {
            _naive.Tick(now);
            if (now == end)
            {
                start = now + (ulong)random.Next(0, 80);
                end = start + (ulong)random.Next(1, 60);
            }

            if (now == start)
            {
                Begin();
            }

            if (now >= start && now < end)
            {
                Run(now, end);
            }
        }
    }

    private void Begin()
    {
        InterruptDelivery.BeginWindow(ref fixture.Vcpu);
        if (fixture.Vcpu.WindowVector != 0)
        {
            _naive.Request((int)fixture.Vcpu.WindowVector);
        }

        _isHalted = false;
        _mustEnter = true;
    }

    // One tick of a window.
    private void Run(ulong now, ulong end)
    {
        if (_isHalted)
        {
            bool wakes = InterruptDelivery.TakesTime(ref fixture.Vcpu, now);
            Assert.Equal(_naive.Ready != 0, wakes);
            if (!wakes)
            {
                Assert.True(fixture.Vcpu.TimerTsc > now, "the kernel would sleep until the past");
                return;
            }

            (_isHalted, _mustEnter) = (false, true);
        }

        bool isWindowOpen = fixture.Vcpu.AwaitsInterruptWindow != 0 && _areInterruptsOn;
        if (_mustEnter || now >= _limit || isWindowOpen)
        {
            Enter(now, end);
        }

        if (_naive.Ready != 0 && _areInterruptsOn)
        {
            // An interrupt gate: interrupts are off in the handler.
            Expected.Add((now, _naive.Accept()));
            _areInterruptsOn = false;
        }

        if (random.Next(4) == 0)
        {
            Act(now);
        }
    }

    private void Enter(ulong now, ulong end)
    {
        ref Kernel.Vcpu.Vcpu vcpu = ref fixture.Vcpu;
        if (vcpu.TimerTsc <= now)
        {
            VirtualTimer.Advance(ref vcpu, now);
        }

        if (InterruptDelivery.IsDue(in vcpu))
        {
            InterruptDelivery.Deliver(ref vcpu, _areInterruptsOn, now);
        }

        if (vcpu.Pending.IsPending)
        {
            Delivered.Add((now, (byte)vcpu.Pending.Information));
            vcpu.Pending = default;
        }

        Assert.True(vcpu.TimerTsc > now, "an entry would end before it begins");
        _limit = Math.Min(end, vcpu.TimerTsc);
        _mustEnter = false;
    }

    private int RandomVector() => 0x31 + (0x10 * random.Next(Vectors));

    private void Act(ulong now)
    {
        switch (random.Next(12))
        {
            case 0:
            case 1:
                // STI: no exit.
                _areInterruptsOn = true;
                return;
            case 2:
                _areInterruptsOn = false;
                return;
            case 3:
            case 4:
                // The end of a handler, and IRET.
                fixture.Write(ApicRegister.EndOfInterrupt, 0, now);
                _naive.End();
                _areInterruptsOn = true;
                break;
            case 5:
                int vector = RandomVector();
                fixture.Write(ApicRegister.SelfInterrupt, (ulong)vector, now);
                _naive.Request(vector);
                break;
            case 6:
                int priority = random.Next(2) == 0 ? 0 : random.Next(8);
                VirtualApic.WriteCr8(ref fixture.Vcpu, (uint)priority);
                _naive.SetPriority(priority);
                break;
            case 7 when _areInterruptsOn:
                fixture.Vcpu.Activity = Kernel.Vcpu.VcpuActivity.Halted;
                _isHalted = true;
                break;
            case 8:
                fixture.Vcpu.WindowVector = random.Next(2) == 0 ? 0 : (uint)RandomVector();
                break;
            default:
                ActOnTimer(now);
                break;
        }

        _mustEnter = true;
    }

    private void ActOnTimer(ulong now)
    {
        switch (random.Next(5))
        {
            case 0:
                (int vector, bool isMasked, TimerMode mode) = (RandomVector(), random.Next(4) == 0, (TimerMode)random.Next(3));
                fixture.Write(ApicRegister.LvtTimer, (uint)vector | (isMasked ? ApicRegister.Masked : 0) | ((uint)mode << 17), now);
                _naive.SetEntry(vector, isMasked, mode);
                break;
            case 1:
                Assert.Equal(_naive.Count, fixture.Read(ApicRegister.CurrentCount, now));
                break;
            case 2 when _naive.Entry.Mode == TimerMode.Deadline:
                Assert.Equal(_naive.Deadline, VirtualTimer.ReadDeadline(ref fixture.Vcpu, now));
                ulong deadline = random.Next(6) == 0 ? 0 : now + (ulong)random.Next(150) - Math.Min(now, 10);
                VirtualTimer.WriteDeadline(ref fixture.Vcpu, deadline, now);
                _naive.Arm(deadline, now);
                break;
            default:
                ulong count = random.Next(6) == 0 ? 0 : (ulong)random.Next(1, 120);
                fixture.Write(ApicRegister.InitialCount, count, now);
                _naive.Start(count);
                break;
        }
    }
}
