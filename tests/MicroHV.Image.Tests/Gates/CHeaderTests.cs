// The header that guests in C include.
using MicroHV.Gates.Layouts;
using MicroHV.Image;

namespace MicroHV.Image.Tests.Gates;

public sealed class CHeaderTests
{
    private static readonly string _abi = Path.Combine(Repository.Root, "kernel", "Abi");

    [Fact]
    public void A_field_is_named_as_C_programmers_name_fields() =>
        Assert.Contains("    uint64_t tsc_hertz;", CHeader.Write(AbiComments.Read(_abi)), StringComparison.Ordinal);

    [Fact]
    public void A_member_keeps_its_comment() =>
        Assert.Contains(
            "    /* Frequency of the TSC in hertz. */\n    uint64_t tsc_hertz;",
            CHeader.Write(AbiComments.Read(_abi)),
            StringComparison.Ordinal);
}
