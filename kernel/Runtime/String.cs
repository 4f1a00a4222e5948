// Strings, which exist only as arguments of attributes; text is written as bytes.
namespace System;

/// <summary>A string literal: its length, then UTF-16 code units.</summary>
public sealed class String
{
    private readonly int _stringLength;
    private readonly char _firstChar;
}
