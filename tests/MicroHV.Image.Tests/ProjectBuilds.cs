// Tests that build C# guests, one at a time: all of them build the same gates first.
namespace MicroHV.Image.Tests;

/// <summary>The collection of those tests.</summary>
internal static class ProjectBuilds
{
    /// <summary>Its name.</summary>
    public const string Collection = "builds of C# guests";
}
