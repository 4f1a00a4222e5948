// The only memory that the kernel ever hands out: 4-KiB frames, at boot, never taken back.
namespace MicroHV.Kernel.Memory;

using MicroHV.Kernel.Cpu;

/// <summary>Frames of the plan's pool, given out in ascending order and zeroed.</summary>
public unsafe struct FramePool
{
    private ulong _next;
    private readonly ulong _first;
    private readonly ulong _end;

    /// <summary>A pool of <paramref name="sizeBytes"/> (a multiple of 4 KiB) from <paramref name="start"/> (4-KiB aligned).</summary>
    public FramePool(HostPhysical start, ulong sizeBytes)
    {
        _first = start.Value;
        _next = start.Value;
        _end = start.Value + sizeBytes;
    }

    /// <summary>Frames in the pool, given out or not.</summary>
    public readonly uint TotalFrames => (uint)((_end - _first) / FrameSize.Size4K);

    /// <summary>Frames given out.</summary>
    public readonly uint UsedFrames => (uint)((_next - _first) / FrameSize.Size4K);

    /// <summary>Takes <paramref name="count"/> frames that lie side by side, zeroed; false if the pool has too few.</summary>
    public bool TryTake(uint count, out HostPhysical frames)
    {
        ulong sizeBytes = count * FrameSize.Size4K;
        frames = new HostPhysical(_next);
        if (sizeBytes > _end - _next)
        {
            return false;
        }

        ulong* words = (ulong*)Cpu.Frame(frames);
        for (ulong i = 0; i < sizeBytes / sizeof(ulong); i++)
        {
            words[i] = 0;
        }

        _next += sizeBytes;
        return true;
    }
}
