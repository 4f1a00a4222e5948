// A description as a file that is to be changed.
using System.Text;

namespace MicroHV.Image.Authoring;

/// <summary>The text of a description, and a way to replace it at once.</summary>
internal sealed class DescriptionFile
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly bool _hasMark;

    /// <summary>Reads the file at <paramref name="path"/>; a link is followed.</summary>
    public DescriptionFile(string path)
    {
        _path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        _bytes = File.ReadAllBytes(_path);
        _hasMark = _bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble);
        Text = _strict.GetString(_bytes, _hasMark ? Encoding.UTF8.Preamble.Length : 0, TextSizeBytes);
    }

    /// <summary>The text, without a byte order mark.</summary>
    public string Text { get; }

    private int TextSizeBytes => _bytes.Length - (_hasMark ? Encoding.UTF8.Preamble.Length : 0);

    /// <summary>Makes <paramref name="text"/> what the file says, at once and with the rights that the file has.</summary>
    /// <exception cref="IOException">Somebody else changed the file since it was read, or it cannot be written.</exception>
    public void Replace(string text)
    {
        string partial = Path.Combine(
            Path.GetDirectoryName(_path)!, $".{Path.GetFileName(_path)}.{Guid.NewGuid():N}.partial");
        try
        {
            File.Copy(_path, partial);
            File.WriteAllBytes(partial, [.. _hasMark ? Encoding.UTF8.Preamble : [], .. _strict.GetBytes(text)]);
            if (!File.ReadAllBytes(_path).AsSpan().SequenceEqual(_bytes))
            {
                throw new IOException($"{_path} was changed meanwhile and stays as it is; try again");
            }

            File.Move(partial, _path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
