// The checks of the blob's health tables.
namespace MicroHV.Kernel.Config;

using System;
using MicroHV.Kernel.Abi;

/// <summary>Every event has an action that it can have, and every change of the schedule one for every partition.</summary>
internal static class HealthChecks
{
    private const uint EventCount = HealthActionRecord.EventCount;

    internal static ConfigVerdict Check(in SystemConfig config)
    {
        ReadOnlySpan<HealthActionRecord> actions = config.HealthActions;
        if ((uint)actions.Length != (uint)(config.Partitions.Length + 1) * EventCount)
        {
            return new ConfigVerdict(StopReason.BlobPartBounds, 0x120, 0);
        }

        for (uint i = 0; i < (uint)actions.Length; i++)
        {
            uint field = FirstWrongField(in config, in actions[(int)i], (HealthEvent)(i % EventCount), i < EventCount);
            if (field != uint.MaxValue)
            {
                return new ConfigVerdict(StopReason.BlobHealthAction, i, field);
            }
        }

        return CheckChanges(in config);
    }

    private static uint FirstWrongField(
        in SystemConfig config, in HealthActionRecord entry, HealthEvent healthEvent, bool isModule)
    {
        if (entry.Level > HealthLevel.Module || (isModule && entry.Level != HealthLevel.Module))
        {
            return 0x0;
        }

        // An entry that leaves the answer to the module, or that has no event, says nothing else.
        uint allowed = isModule ? AllowedActions.OfModule(healthEvent) : AllowedActions.OfPartition(healthEvent);
        bool isSilent = allowed == 0 || (!isModule && entry.Level == HealthLevel.Module);
        uint action = isSilent ? (uint)HealthAction.Ignore : (uint)entry.Action;
        if ((uint)entry.Action != action || (!isSilent && (action > 31 || (allowed & (1u << (int)action)) == 0)))
        {
            return 0x1;
        }

        if ((entry.Flags & ~HealthFlags.Log) != 0 || entry.Reserved != 0)
        {
            return 0x2;
        }

        bool isScheduleGood = entry.Action == HealthAction.SwitchSchedule
            ? entry.Schedule < (uint)config.Schedules.Length
            : entry.Schedule == 0;
        return isScheduleGood ? uint.MaxValue : 0x4;
    }

    private static ConfigVerdict CheckChanges(in SystemConfig config)
    {
        ReadOnlySpan<ChangeActionRecord> changes = config.ChangeActions;
        if (changes.Length != config.Schedules.Length * config.Partitions.Length)
        {
            return new ConfigVerdict(StopReason.BlobPartBounds, 0x130, 0);
        }

        for (int i = 0; i < changes.Length; i++)
        {
            if (changes[i].Action > ScheduleChangeAction.WarmStart)
            {
                return new ConfigVerdict(StopReason.BlobChangeAction, (ulong)i, 0);
            }
        }

        return ConfigVerdict.Accepted;
    }
}
