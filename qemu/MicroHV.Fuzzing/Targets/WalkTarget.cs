// The walk of a guest's page tables and the fetch of an instruction, held against the plain model.
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.GuestWalks;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Memory;
using MicroHV.Kernel.Vcpu;
using MicroHV.Model;
using GuestAddress = MicroHV.Kernel.Cpu.GuestPhysical;

namespace MicroHV.Fuzzing.Targets;

/// <summary>
/// A case is control registers, a linear address, and the entries that its walk meets, each of which may be good, broken or
/// anything. Where the walk ends, and which bytes a fetch gets, is what the model says; and no access leaves the guest's RAM.
/// </summary>
internal sealed unsafe class WalkTarget : FuzzTarget
{
    private const ulong PageMask = GuestRam.PageSizeBytes - 1;

    private readonly GuestRam _ram = new();
    private readonly TablePlanter _planter;

    /// <summary>A target on a machine of its own.</summary>
    public WalkTarget()
    {
        _planter = new TablePlanter(_ram);
        SoftwareMachine.Current.OnGuestAccess = (address, sizeBytes) =>
            Demand(_ram.IsBacking(address, sizeBytes), $"host-physical 0x{address:X} is not the guest's");
        foreach (ulong page in GuestRam.Pages)
        {
            // What a fetch finds: each byte tells where it is.
            _ram.Write(page + GuestRam.PageSizeBytes - 8, page ^ 0x0123_4567_89AB_CDEF);
        }
    }

    /// <inheritdoc/>
    public override int MaxCaseBytes => 96;

    /// <inheritdoc/>
    public override string Run(ReadOnlySpan<byte> bytes)
    {
        CaseBytes input = new(bytes);
        PagingState paging = _planter.ReadRegisters(ref input);
        ulong linear = _planter.ReadLinear(ref input, in paging);
        try
        {
            _planter.Plant(ref input, in paging, linear);
            _planter.Plant(ref input, in paging, unchecked((linear | PageMask) + 1));
            return Check(in paging, linear);
        }
        finally
        {
            _planter.Uproot();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing) => _ram.Dispose();

    private string Check(in PagingState paging, ulong linear)
    {
        GuestViews views = default;
        GuestReader reader = new(_ram.Regions, ref views);
        ulong? expected = PagingModel.Translate(_ram.Read, paging, linear);
        bool isTranslated = GuestPaging.TryTranslate(ref reader, in paging, linear, out GuestAddress address);
        ulong? actual = isTranslated ? address.Value : null;
        Demand(expected == actual, $"0x{linear:X} goes to {Text(actual)}, the model says {Text(expected)}");
        return $"{paging.Mode} {(isTranslated ? "arrives" : "ends")}, fetches {CheckFetch(ref reader, in paging, linear)}";
    }

    private int CheckFetch(ref GuestReader reader, in PagingState paging, ulong linear)
    {
        Span<byte> expected = stackalloc byte[InstructionFetch.SizeBytes];
        int expectedCount = ModelFetch(in paging, linear, expected);
        byte* actual = stackalloc byte[InstructionFetch.SizeBytes];
        int count = InstructionFetch.Fetch(ref reader, in paging, linear, actual);
        Demand(count == expectedCount, $"a fetch of {count} bytes, the model says {expectedCount}");
        bool areSame = new ReadOnlySpan<byte>(actual, count).SequenceEqual(expected[..count]);
        Demand(areSame, "a fetch of other bytes than the model's");
        return count;
    }

    // Byte by byte; what is at the end of a page counts only if the whole part of that page is there.
    private int ModelFetch(in PagingState paging, ulong linear, Span<byte> bytes)
    {
        int count = 0;
        for (; count < bytes.Length; count++)
        {
            ulong place = unchecked(linear + (ulong)count);
            if (PagingModel.Translate(_ram.Read, paging, place) is not ulong address || !_ram.IsRam(address))
            {
                break;
            }

            bytes[count] = _ram.ReadByte(address);
        }

        return count;
    }

    private static string Text(ulong? address) => address is ulong value ? $"0x{value:X}" : "a fault";
}
