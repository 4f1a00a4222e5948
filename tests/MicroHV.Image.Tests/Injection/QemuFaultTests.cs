// Faults that only QEMU's lane can inject.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Image.Injection.Shipped;
using MicroHV.Kernel.Abi;

namespace MicroHV.Image.Tests.Injection;

[Collection(ProjectBuilds.Collection)]
[Trait("Category", "Machine")]
public sealed class QemuFaultTests(SharedQemuLane shared) : IClassFixture<SharedQemuLane>
{
    private const int Target = 1;

    private readonly ShippedLane _lane = shared.Lane;

    [Fact]
    public void A_machine_check_stops_the_kernel_with_a_record()
    {
        Judgement judgement = Judge("machine", FaultKinds.MachineCheck, "", 0);
        Assert.Equal((OutcomeClass.P, $"the kernel stopped: {StopReason.MachineCheck}"), (judgement.Outcome, judgement.Why));
    }

    [Theory]
    [InlineData("segment", "CS attributes", 7)]
    [InlineData("segment", "GDTR base", 5)]
    [InlineData("msr", "LSTAR", 13)]
    [InlineData("extended-state", "XMM15", 100)]
    public void A_wrong_bit_of_what_only_the_partition_has_stays_with_it(string location, string element, int bit)
    {
        Judgement judgement = Judge(location, FaultKinds.BitFlip, element, bit);
        Assert.Contains(judgement.Outcome, new[] { OutcomeClass.N, OutcomeClass.C, OutcomeClass.H, OutcomeClass.S });
    }

    private Judgement Judge(string location, string kind, string element, int bit)
    {
        Fault fault = new(location, kind, Target, element, 0, bit, FaultTriggers.Entry, 5, 0);
        return new Oracle(_lane.System, _lane.Golden).Judge(fault, _lane.Run(fault));
    }
}
