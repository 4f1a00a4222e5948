// The container that has every tool, for hosts that lack one.
namespace MicroHV.Machines;

/// <summary>Words about the image that the Dockerfile at the root of the repository makes.</summary>
public static class Container
{
    /// <summary>What makes the image and opens a shell in it, at the root of the repository.</summary>
    public const string Command =
        "docker build -t microhv . && docker run --rm -it -v \"$PWD\":/microhv microhv";

    /// <summary>The second half of a sentence about something that cannot be had here.</summary>
    public const string WayOut = "the container of docs/building.md has one that works";
}
