// Cases by chance, and cases of the corpus with something changed.
namespace MicroHV.Fuzzing.Cases;

/// <summary>One half is made of nothing, the other half of cases that have been somewhere before.</summary>
/// <param name="random">Decides; the same numbers give the same cases.</param>
/// <param name="maxBytes">Length of the longest.</param>
/// <param name="corpus">What to change; may be empty.</param>
internal sealed class RandomCases(Random random, int maxBytes, IReadOnlyList<byte[]> corpus) : ICaseSource
{
    private readonly byte[] _bytes = new byte[maxBytes];

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Next()
    {
        bool isFresh = corpus.Count == 0 || random.Next(2) == 0;
        int length = isFresh ? Fresh() : Changed(corpus[random.Next(corpus.Count)]);
        return _bytes.AsSpan(0, length);
    }

    // Small numbers choose small things; an eighth of the bytes is small.
    private int Fresh()
    {
        int length = random.Next(1, maxBytes + 1);
        random.NextBytes(_bytes.AsSpan(0, length));
        for (int i = random.Next((length / 8) + 1); i > 0; i--)
        {
            _bytes[random.Next(length)] &= 7;
        }

        return length;
    }

    private int Changed(byte[] model)
    {
        int length = Math.Min(model.Length, maxBytes);
        model.AsSpan(0, length).CopyTo(_bytes);
        for (int i = random.Next(1, 5); i > 0 && length > 0; i--)
        {
            int at = random.Next(length);
            switch (random.Next(6))
            {
                case 0:
                    _bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    _bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    _bytes[at] = random.Next(2) == 0 ? (byte)0 : byte.MaxValue;
                    break;
                case 3:
                    length = Inserted(at, length);
                    break;
                case 4:
                    length = Removed(at, length);
                    break;
                default:
                    length = Joined(at);
                    break;
            }
        }

        return length;
    }

    private int Inserted(int at, int length)
    {
        int count = Math.Min(random.Next(1, 5), maxBytes - length);
        _bytes.AsSpan(at, length - at).CopyTo(_bytes.AsSpan(at + count));
        random.NextBytes(_bytes.AsSpan(at, count));
        return length + count;
    }

    private int Removed(int at, int length)
    {
        int count = Math.Min(random.Next(1, 5), length - at);
        _bytes.AsSpan(at + count, length - at - count).CopyTo(_bytes.AsSpan(at));
        return length - count;
    }

    // The front of this case and the back of another.
    private int Joined(int at)
    {
        byte[] other = corpus[random.Next(corpus.Count)];
        int start = random.Next(other.Length);
        int count = Math.Min(other.Length - start, maxBytes - at);
        other.AsSpan(start, count).CopyTo(_bytes.AsSpan(at));
        return at + count;
    }
}
