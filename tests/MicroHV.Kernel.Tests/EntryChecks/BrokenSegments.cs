// One broken VM entry for each rule on the guest's segment registers.
using MicroHV.Kernel.Backends;
using MicroHV.Model.EntryChecks;
using static MicroHV.Model.EntryChecks.VmxEntryRule;

namespace MicroHV.Kernel.Tests.EntryChecks;

/// <summary>SDM 3C, "Checks on Guest Segment Registers".</summary>
internal static class BrokenSegments
{
    private const uint Dpl3 = 3u << 5;

    private static readonly string[] _names = ["Es", "Cs", "Ss", "Ds", "Fs", "Gs", "Ldtr", "Tr"];

    public static IEnumerable<Broken> All => [.. Selectors, .. Bases, .. Types, .. Levels, .. EveryRegister];

    private static Broken[] Selectors =>
    [
        new(GuestTrSelectorTi, e => e.Guest.Tr.Selector |= 4),
        new(GuestLdtrSelectorTi, e => e.Guest.Ldtr.Selector |= 4),
        new(GuestSsSelectorRpl, Restricted, e => e.Guest.Ss.Selector |= 1),
    ];

    private static IEnumerable<Broken> Bases
    {
        get
        {
            for (int number = 0; number < 6; number++)
            {
                int n = number;
                yield return new(
                    Rule(n, "Virtual8086Base"), VmxEntry.Virtual8086Mode, e => e.Segment(n).Base += 16);
                yield return new(
                    Rule(n, "Virtual8086Limit"), VmxEntry.Virtual8086Mode, e => e.Segment(n).Limit = 0xFFFE);
                yield return new(
                    Rule(n, "Virtual8086AccessRights"),
                    VmxEntry.Virtual8086Mode,
                    e => e.Segment(n).AccessRights = 0x93);
            }

            foreach (int n in (int[])[4, 5, 6, 7])
            {
                yield return new(Rule(n, "BaseCanonical"), e => e.Segment(n).Base = 1ul << 47);
            }

            foreach (int n in (int[])[0, 1, 2, 3])
            {
                yield return new(Rule(n, "BaseHigh"), e => e.Segment(n).Base = 1ul << 32);
            }
        }
    }

    private static Broken[] Types =>
    [
        new(GuestCsType, e => SetType(ref e.Guest.Cs, 10)),
        new(GuestCsType, e => SetType(ref e.Guest.Cs, 7)),
        new(GuestCsType, Restricted, e => SetType(ref e.Guest.Cs, 3)),
        new(GuestSsType, e => SetType(ref e.Guest.Ss, 1)),
        new(GuestSsType, e => SetType(ref e.Guest.Ss, 11)),
        new(GuestDsType, e => SetType(ref e.Guest.Ds, 2)),
        new(GuestEsType, e => SetType(ref e.Guest.Es, 9)),
        new(GuestFsType, e => SetType(ref e.Guest.Fs, 0)),
        new(GuestGsType, e => SetType(ref e.Guest.Gs, 13)),
        new(GuestLdtrType, e => SetType(ref e.Guest.Ldtr, 3)),
        new(GuestTrType, e => SetType(ref e.Guest.Tr, 9)),
        new(GuestTrType, e => SetType(ref e.Guest.Tr, 3)),
        new(GuestCsDefaultSize, e => e.Guest.Cs.AccessRights |= 1u << 14),
        new(GuestTrUnusable, e => e.Guest.Tr.AccessRights |= 1u << 16),
    ];

    private static Broken[] Levels =>
    [
        new(GuestCsDplData, VmxEntry.RealMode, e => e.Guest.Cs.AccessRights |= Dpl3),
        new(GuestCsDplNonConforming, e => e.Guest.Cs.AccessRights |= Dpl3),
        new(GuestCsDplConforming, e =>
        {
            SetType(ref e.Guest.Cs, 15);
            e.Guest.Cs.AccessRights |= Dpl3;
        }),
        new(GuestSsDplRpl, Restricted, e =>
        {
            e.Guest.Cs.AccessRights |= Dpl3;
            e.Guest.Ss.AccessRights |= Dpl3;
        }),
        new(GuestSsDplZero, VmxEntry.RealMode, e => e.Guest.Ss.AccessRights |= Dpl3),
        new(GuestEsDpl, Restricted, e => e.Guest.Es.Selector |= 3),
        new(GuestDsDpl, Restricted, e => e.Guest.Ds.Selector |= 3),
        new(GuestFsDpl, Restricted, e => e.Guest.Fs.Selector |= 3),
        new(GuestGsDpl, Restricted, e => e.Guest.Gs.Selector |= 3),
    ];

    private static IEnumerable<Broken> EveryRegister
    {
        get
        {
            for (int number = 0; number < _names.Length; number++)
            {
                int n = number;
                yield return new(Rule(n, "DescriptorType"), e => e.Segment(n).AccessRights ^= 1u << 4);
                yield return new(Rule(n, "Present"), e => e.Segment(n).AccessRights &= ~(1u << 7));
                yield return new(Rule(n, "AccessRightsReserved"), e => e.Segment(n).AccessRights |= 1u << 8);
                yield return new(Rule(n, "AccessRightsReserved"), e => e.Segment(n).AccessRights |= 1u << 31);
                yield return new(Rule(n, "GranularityClear"), e =>
                {
                    e.Segment(n).AccessRights |= 1u << 15;
                    e.Segment(n).Limit = 0x1FFE;
                });
                yield return new(Rule(n, "GranularitySet"), e =>
                {
                    e.Segment(n).AccessRights &= ~(1u << 15);
                    e.Segment(n).Limit = 0x10_0FFF;
                });
            }
        }
    }

    private static VmxEntryRule Rule(int number, string suffix) =>
        Enum.Parse<VmxEntryRule>($"Guest{_names[number]}{suffix}");

    private static void SetType(ref VmxSegmentFields segment, uint type) =>
        segment.AccessRights = (segment.AccessRights & ~0xFu) | type;

    private static VmxEntry Restricted()
    {
        VmxEntry entry = VmxEntry.LongMode();
        entry.Restrict();
        return entry;
    }
}
