// Words of a guest for people.
using System;
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>
/// The partition's console. Text is collected until a line ends or the buffer is full, for each virtual CPU in a buffer of
/// its own. Nothing is dropped: while the kernel has no room for the rest, the virtual CPU gives up its window.
/// </summary>
public static unsafe class Console
{
    private const int MaxDigits = 20;
    private const int MaxDecimals = 9;

    /// <summary>Adds one byte.</summary>
    public static void Write(byte letter)
    {
        ref VcpuArea own = ref Vcpu.Own;
        own.Line[own.LineLength] = letter;
        own.LineLength++;
        if (letter == (byte)'\n' || own.LineLength == HypercallLimits.MaxConsoleBytes)
        {
            Flush();
        }
    }

    /// <summary>Adds a character of the basic plane, in UTF-8.</summary>
    public static void Write(char letter)
    {
        if (letter < 0x80)
        {
            Write((byte)letter);
            return;
        }

        if (letter < 0x800)
        {
            Write((byte)(0xC0 | (letter >> 6)));
        }
        else
        {
            Write((byte)(0xE0 | (letter >> 12)));
            Write((byte)(0x80 | ((letter >> 6) & 0x3F)));
        }

        Write((byte)(0x80 | (letter & 0x3F)));
    }

    /// <summary>Adds UTF-8 text.</summary>
    public static void Write(ReadOnlySpan<byte> text)
    {
        foreach (byte letter in text)
        {
            Write(letter);
        }
    }

    /// <summary>Ends the line.</summary>
    public static void WriteLine() => Write((byte)'\n');

    /// <summary>Adds UTF-8 text and ends the line.</summary>
    public static void WriteLine(ReadOnlySpan<byte> text)
    {
        Write(text);
        WriteLine();
    }

    /// <summary>Adds text, filled up with spaces on its right to <paramref name="width"/> bytes.</summary>
    public static void WritePadded(ReadOnlySpan<byte> text, int width)
    {
        Write(text);
        WriteSpaces(width - text.Length);
    }

    /// <summary>Adds a decimal number, right-aligned in at least <paramref name="width"/> columns.</summary>
    public static void Write(long value, int width = 0)
    {
        ulong magnitude = value < 0 ? 0UL - (ulong)value : (ulong)value;
        WriteNumber(value < 0, magnitude, 0, width);
    }

    /// <summary>Adds a decimal number, right-aligned in at least <paramref name="width"/> columns.</summary>
    public static void Write(ulong value, int width = 0) => WriteNumber(false, value, 0, width);

    /// <summary>
    /// Adds <paramref name="value"/> / 10^<paramref name="decimals"/> with that many decimals, right-aligned in at
    /// least <paramref name="width"/> columns.
    /// </summary>
    public static void WriteFixed(long value, int decimals, int width = 0)
    {
        Check.That(decimals is >= 0 and < MaxDigits, "a number has 0 to 19 decimals"u8);
        ulong magnitude = value < 0 ? 0UL - (ulong)value : (ulong)value;
        WriteNumber(value < 0, magnitude, decimals, width);
    }

    /// <summary>
    /// Adds a number with <paramref name="decimals"/> (0 to 9) decimals, right-aligned in at least
    /// <paramref name="width"/> columns. Numbers too large for it are written as inf.
    /// </summary>
    public static void Write(double value, int decimals, int width = 0)
    {
        // Up to here, all decimals are exact in 64 bits.
        const double Limit = 1e18;
        Check.That(decimals is >= 0 and <= MaxDecimals, "a number has 0 to 9 decimals"u8);
        double scaled = value < 0 ? -value : value;
        for (int i = 0; i < decimals; i++)
        {
            scaled *= 10;
        }

        if (scaled < Limit)
        {
            WriteNumber(value < 0, (ulong)(long)(scaled + 0.5), decimals, width);
            return;
        }

        ReadOnlySpan<byte> word = value < 0 ? "-inf"u8 : value > 0 ? "inf"u8 : "nan"u8;
        WriteSpaces(width - word.Length);
        Write(word);
    }

    /// <summary>Adds a hexadecimal number with its 0x and at least <paramref name="digits"/> digits.</summary>
    public static void WriteHex(ulong value, int digits = 1)
    {
        Write("0x"u8);
        int shift = 60;
        while (shift >= 4 * digits && shift > 0 && value >> shift == 0)
        {
            shift -= 4;
        }

        for (; shift >= 0; shift -= 4)
        {
            uint digit = (uint)(value >> shift) & 0xF;
            Write((byte)(digit < 10 ? '0' + digit : 'a' + digit - 10));
        }
    }

    /// <summary>Hands what is collected to the kernel, across windows if it must be.</summary>
    public static void Flush()
    {
        ref VcpuArea own = ref Vcpu.Own;
        uint sent = 0;
        fixed (byte* start = own.Line)
        {
            while (sent < own.LineLength)
            {
                ulong address = (ulong)(start + sent);
                ReturnCode code = Hypercalls.Call(Hypercall.ConsoleWrite, address, own.LineLength - sent, out ulong taken);
                if (code == ReturnCode.NotAvailable)
                {
                    // Another virtual CPU of the partition writes at this moment.
                    Processor.Pause();
                    continue;
                }

                if (code != ReturnCode.NoError)
                {
                    // A console that refuses our own memory: there is no way left to say so but the exit code.
                    Partition.Report(ExitCode.Failed);
                }

                sent += (uint)taken;
                if (sent < own.LineLength)
                {
                    Partition.Yield();
                }
            }
        }

        own.LineLength = 0;
    }

    private static void WriteNumber(bool isNegative, ulong magnitude, int decimals, int width)
    {
        // Digits from the last to the first; at least one stands before the point.
        DigitBuffer digits = default;
        int count = 0;
        do
        {
            digits.Bytes[count] = (byte)('0' + (magnitude % 10));
            magnitude /= 10;
            count++;
        }
        while (magnitude != 0 || count <= decimals);

        WriteSpaces(width - count - (isNegative ? 1 : 0) - (decimals > 0 ? 1 : 0));
        if (isNegative)
        {
            Write((byte)'-');
        }

        for (int i = count - 1; i >= 0; i--)
        {
            Write(digits.Bytes[i]);
            if (i == decimals && decimals > 0)
            {
                Write((byte)'.');
            }
        }
    }

    private static void WriteSpaces(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Write((byte)' ');
        }
    }

    private struct DigitBuffer
    {
        internal fixed byte Bytes[MaxDigits + 1];
    }
}
