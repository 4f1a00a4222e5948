// Which machine the words on the command line name.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Emulators;

public sealed class MachineChoiceTests
{
    [Theory]
    [InlineData("auto", Vendor.Any, null, "QEMU TCG, AMD SVM")]
    [InlineData("auto", Vendor.Amd, null, "QEMU TCG, AMD SVM")]
    [InlineData("auto", Vendor.Intel, null, "Bochs, Intel VT-x")]
    [InlineData("auto", Vendor.Any, Vendor.Intel, "QEMU nested KVM, Intel VT-x")]
    [InlineData("auto", Vendor.Amd, Vendor.Intel, "QEMU TCG, AMD SVM")]
    [InlineData("qemu", Vendor.Intel, Vendor.Intel, "QEMU nested KVM, Intel VT-x")]
    [InlineData("bochs", Vendor.Any, Vendor.Intel, "Bochs, Intel VT-x")]
    [InlineData("bochs", Vendor.Amd, null, "Bochs, AMD SVM")]
    public void A_name_and_a_vendor_name_a_machine(string name, Vendor vendor, Vendor? nested, string title) =>
        Assert.Equal(title, MachineChoice.Choose(name, vendor, BootPath.Direct, nested).Machine?.Title);

    [Fact]
    public void VT_x_on_QEMU_without_KVM_is_refused_with_a_way_out() => Assert.Contains(
        "use --machine bochs --vendor intel",
        MachineChoice.Choose("qemu", Vendor.Intel, BootPath.Direct, null).Refusal);

    [Fact]
    public void UEFI_on_Bochs_is_refused_with_a_way_out() =>
        Assert.Contains(
            "use --machine qemu --boot uefi", MachineChoice.Choose("bochs", Vendor.Any, BootPath.Uefi, null).Refusal);

    [Fact]
    public void KVM_without_the_processors_flag_is_not_nested() =>
        Assert.Null(NestedKvm.ProbeFlags(new HashSet<string> { "lm" }, _ => "Y").Vendor);

    [Fact]
    public void KVM_with_nesting_switched_off_is_not_nested() =>
        Assert.Null(NestedKvm.ProbeFlags(new HashSet<string> { "svm" }, _ => "0\n").Vendor);

    [Fact]
    public void KVM_with_flag_and_parameter_is_nested() =>
        Assert.Equal(Vendor.Intel, NestedKvm.ProbeFlags(new HashSet<string> { "vmx" }, _ => "Y\n").Vendor);

    [Theory]
    [InlineData("auto", Vendor.Any)]
    [InlineData("qemu", Vendor.Amd)]
    public void A_debugged_machine_is_QEMU(string name, Vendor vendor) =>
        Assert.Equal("QEMU TCG, AMD SVM", MachineChoice.ChooseDebugged(name, vendor, BootPath.Direct).Machine?.Title);

    [Theory]
    [InlineData("bochs", Vendor.Any)]
    [InlineData("auto", Vendor.Intel)]
    [InlineData("qemu", Vendor.Intel)]
    public void Without_a_gdb_stub_the_way_out_is_told(string name, Vendor vendor) => Assert.Contains(
        "Use --machine qemu --vendor amd", MachineChoice.ChooseDebugged(name, vendor, BootPath.Direct).Refusal);

    [Fact]
    public void A_machine_is_debugged_without_firmware() =>
        Assert.Contains("leave out --boot", MachineChoice.ChooseDebugged("qemu", Vendor.Any, BootPath.Grub).Refusal);
}
