// Reads the bitmaps of a blob back into grants.
using System.Reflection;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Cpu;
using MicroHV.Partitions.Plans;

namespace MicroHV.Partitions.Views;

/// <summary>
/// What the bitmaps of a blob let through: a clear bit is a grant. Partitions that have the same bitmap have the same list.
/// </summary>
internal sealed unsafe class GrantBitmaps(SystemConfig config)
{
    private const int PortCount = 0x1_0000;
    private const int MaxRanges = 100_000;

    private static readonly uint[] _msrRanges = [0, MsrBits.HighBase, MsrBits.AmdBase];

    private static readonly ILookup<uint, string> _names = typeof(Msr)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral && field.FieldType == typeof(uint))
        .ToLookup(field => (uint)field.GetRawConstantValue()!, field => field.Name);

    private readonly Dictionary<uint, IReadOnlyList<PortView>> _ports = [];
    private readonly Dictionary<(uint Vmx, uint Svm), IReadOnlyList<MsrView>> _msrs = [];
    private int _rangeCount;

    /// <summary>The ports of <paramref name="partition"/>.</summary>
    public IReadOnlyList<PortView> Ports(in PartitionRecord partition)
    {
        uint offset = partition.PortBitmapOffset;
        if (!_ports.TryGetValue(offset, out IReadOnlyList<PortView>? ports))
        {
            ports = ReadPorts((byte*)config.Bitmap(offset));
            _ports.Add(offset, ports);
        }

        return ports;
    }

    /// <summary>The MSRs of <paramref name="partition"/>.</summary>
    public IReadOnlyList<MsrView> Msrs(in PartitionRecord partition)
    {
        (uint, uint) key = (partition.VmxMsrBitmapOffset, partition.SvmMsrBitmapOffset);
        if (!_msrs.TryGetValue(key, out IReadOnlyList<MsrView>? msrs))
        {
            msrs = ReadMsrs((byte*)config.Bitmap(key.Item1), (byte*)config.Bitmap(key.Item2));
            _msrs.Add(key, msrs);
        }

        return msrs;
    }

    private List<PortView> ReadPorts(byte* bitmap)
    {
        List<PortView> ports = [];
        for (int port = 0; port < PortCount; port++)
        {
            if (!IsClear(bitmap, port))
            {
                continue;
            }

            int first = port;
            while (port + 1 < PortCount && IsClear(bitmap, port + 1))
            {
                port++;
            }

            Count();
            ports.Add(new PortView((ulong)first, (ulong)port, []));
        }

        return ports;
    }

    private List<MsrView> ReadMsrs(byte* vmx, byte* svm)
    {
        List<MsrView> msrs = [];
        foreach (uint range in _msrRanges)
        {
            uint first = range;
            (MsrAccess Vmx, MsrAccess Svm) access = default;
            for (uint i = 0; i <= MsrBits.RangeSize; i++)
            {
                uint msr = range + i;
                (MsrAccess Vmx, MsrAccess Svm) next = i == MsrBits.RangeSize
                    ? default
                    : (VmxAccess(vmx, msr), Access(svm, MsrBits.SvmRead(msr), MsrBits.SvmWrite(msr)));
                if (next == access)
                {
                    continue;
                }

                if (access != default)
                {
                    Add(msrs, first, msr - 1, access.Vmx, access.Svm);
                }

                (first, access) = (msr, next);
            }
        }

        return msrs;
    }

    private void Add(List<MsrView> msrs, uint first, uint last, MsrAccess vmx, MsrAccess svm)
    {
        Count();
        string[] names = [.. Enumerable.Range(0, (int)(last - first) + 1).SelectMany(i => _names[first + (uint)i])];
        if (vmx == svm)
        {
            msrs.Add(new MsrView(first, last, names, Letters(vmx), "any", []));
            return;
        }

        if (vmx != MsrAccess.None)
        {
            msrs.Add(new MsrView(first, last, names, Letters(vmx), "intel", []));
        }

        if (svm != MsrAccess.None)
        {
            msrs.Add(new MsrView(first, last, names, Letters(svm), "amd", []));
        }
    }

    private static MsrAccess VmxAccess(byte* bitmap, uint msr) =>
        MsrBits.IsInVmx(msr) ? Access(bitmap, MsrBits.VmxRead(msr), MsrBits.VmxWrite(msr)) : MsrAccess.None;

    private static MsrAccess Access(byte* bitmap, uint readBit, uint writeBit) =>
        (IsClear(bitmap, (int)readBit) ? MsrAccess.Read : MsrAccess.None)
        | (IsClear(bitmap, (int)writeBit) ? MsrAccess.Write : MsrAccess.None);

    private static string Letters(MsrAccess access) => access switch
    {
        MsrAccess.Read => "r",
        MsrAccess.Write => "w",
        _ => "rw",
    };

    private static bool IsClear(byte* bitmap, int bit) => (bitmap[bit / 8] & (1 << (bit % 8))) == 0;

    private void Count()
    {
        if (++_rangeCount > MaxRanges)
        {
            throw new InvalidDataException(
                $"the blob grants more than {MaxRanges} separate ranges of ports and MSRs, which nobody could look at");
        }
    }
}
