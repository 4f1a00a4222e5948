// What a Bochs was built with, read from what real ones say.
using MicroHV.Kernel.Abi;
using MicroHV.Machine.Tests.Tools;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Emulators;

public sealed class BochsProbeTests
{
    private const string Model = "corei7_skylake_x";
    private const string WayOut =
        "; build one with --enable-x86-64 --enable-avx --enable-vmx=2 --enable-svm --with-rfb, or: "
        + "the container of docs/building.md has one that works";

    private const string NoRom = "00000000000p[MEM0  ] >>PANIC<< ROM: couldn't open ROM image file '/none'.";
    private const string Version = "00000000000i[      ] Bochs x86 Emulator 2.7";

    [Fact]
    public void VT_x_with_EPT_is_believed() => AssertAnswer(
        new(true, "Bochs 2.7 with VT-x with EPT"), Vendor.Intel, Version, "00000000000i[      ]   VMX support: 2", NoRom);

    [Fact]
    public void SVM_is_believed() => AssertAnswer(
        new(true, "Bochs 2.7 with SVM"), Vendor.Amd, Version, "00000000000i[      ]   SVM support: yes", NoRom);

    [Fact]
    public void VT_x_without_EPT_is_not_enough() => AssertAnswer(
        new(false, $"this Bochs has no VT-x with EPT: it says 'VMX support: 1'{WayOut}"),
        Vendor.Intel,
        Version, "00000000000i[      ]   VMX support: 1", NoRom);

    [Fact]
    public void A_Bochs_without_SVM_is_told_by_its_word() => AssertAnswer(
        new(false, $"this Bochs has no SVM: it says 'SVM support: no'{WayOut}"),
        Vendor.Amd,
        Version, "00000000000i[      ]   SVM support: no", NoRom);

    [Theory]
    [InlineData("00000000000p[      ] >>PANIC<< /tmp/bochsrc:2: cpuid directive malformed.")]
    [InlineData("00000000000p[SIM   ] >>PANIC<< numerical parameter 'vmx' was set to 2, which is out of range 0 to 1")]
    public void A_Bochs_that_does_not_know_the_word_has_no_VT_x(string panic) => AssertAnswer(
        new(false, $"this Bochs has no VT-x with EPT{WayOut}"), Vendor.Intel, panic);

    [Fact]
    public void A_Bochs_3_which_has_no_generic_model_is_given_a_try() => AssertAnswer(
        new(true, "Bochs 3.0, which does not tell whether it has VT-x with EPT"),
        Vendor.Intel,
        "00000000000p[      ] >>PANIC<< /tmp/bochsrc:1: cpu: This model choice is no longer supported, use pre-defined CPU models",
        "                        Bochs x86 Emulator 3.0");

    [Fact]
    public void A_Bochs_without_the_display_says_so() => AssertAnswer(
        new(false, $"this Bochs refuses its configuration: it says 'display library 'rfb' not available'{WayOut}"),
        Vendor.Intel,
        "00000000000p[      ] >>PANIC<< /tmp/bochsrc:3: display library 'rfb' not available");

    [Fact]
    public void A_Bochs_without_the_CPU_model_says_so()
    {
        using FakeHost host = FakeHost.Debian();
        string bochs = host.AddCommand("bochs", "printf 'Supported CPU models:\\n\\nbx_generic\\npentium\\n'");
        Assert.Equal(new(false, $"this Bochs has no CPU model {Model}{WayOut}"), BochsProbe.Ask(bochs, Vendor.Intel, Model));
    }

    [Theory]
    [InlineData("  -rc filename     execute debugger commands stored in file", true)]
    [InlineData("  -r path          restore the Bochs state from path", false)]
    public void A_debugger_is_known_by_its_option(string line, bool isThere)
    {
        using FakeHost host = FakeHost.Debian();
        Assert.Equal(isThere, BochsProbe.HasDebugger(host.AddCommand("bochs", $"echo '{line}'")));
    }

    [Fact]
    [Trait("Category", "Machine")]
    public void The_Bochs_of_this_host_has_what_both_lanes_need() =>
        Assert.All([BochsMachine.Intel, BochsMachine.Amd], machine => Assert.Contains(" with ", machine.Ask(Host.Here).Words));

    // It knows the model, and says the lines wherever its configuration wants them.
    private static void AssertAnswer(Fitness expected, Vendor vendor, params string[] lines)
    {
        using FakeHost host = FakeHost.Debian();
        string bochs = host.AddCommand("bochs", $"""
            if [ "$1" = --help ]; then echo {Model}; exit; fi
            cat <<'END'
            {string.Join('\n', lines)}
            END
            exit 1
            """);
        Assert.Equal(expected, BochsProbe.Ask(bochs, vendor, Model));
    }
}
