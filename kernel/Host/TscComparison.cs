// Whether two CPUs count the same time.
namespace MicroHV.Kernel.Host;

using System.Threading;
using MicroHV.Kernel.Cpu;

/// <summary>
/// A conversation of two CPUs, in turns. The boot CPU asks what the other's TSC is, and looks at its own before and after; the
/// answer must lie between.
/// </summary>
public struct TscComparison
{
    private const int Rounds = 32;
    private const int MaxPolls = 100_000_000;

    // Odd when it is the boot CPU's turn. 1: the other CPU has come.
    private int _turn;
    private ulong _answer;

    /// <summary>True once <see cref="Answer"/> has been called.</summary>
    public readonly bool HasBegun => Volatile.Read(in _turn) != 0;

    /// <summary>The other CPU's part. Returns when the boot CPU has asked its last question.</summary>
    public void Answer()
    {
        for (int turn = 1; turn <= 2 * Rounds; turn += 2)
        {
            Volatile.Write(ref _turn, turn);
            while (Volatile.Read(ref _turn) == turn)
            {
                Cpu.Pause();
            }

            _answer = Cpu.ReadTsc();
        }

        Volatile.Write(ref _turn, (2 * Rounds) + 1);
    }

    /// <summary>
    /// The boot CPU's part. Returns by how many ticks the other's TSC ever was outside of what the boot CPU saw, 0 if never;
    /// the largest number if the other CPU fell silent.
    /// </summary>
    public ulong Ask()
    {
        ulong worst = 0;
        for (int turn = 2; turn <= 2 * Rounds; turn += 2)
        {
            ulong before = Cpu.ReadTsc();
            Volatile.Write(ref _turn, turn);
            for (int polls = 0; Volatile.Read(ref _turn) == turn; polls++)
            {
                if (polls == MaxPolls)
                {
                    return ulong.MaxValue;
                }

                Cpu.Pause();
            }

            ulong after = Cpu.ReadTsc();
            ulong early = _answer < before ? before - _answer : 0;
            ulong late = _answer > after ? _answer - after : 0;
            worst = early > worst ? early : worst;
            worst = late > worst ? late : worst;
        }

        return worst;
    }
}
