// How far a campaign has come, on the last line of a terminal.
using System.Globalization;
using MicroHV.Campaigns.Running;

namespace MicroHV.Image.Injection;

/// <summary>A line that is written anew and is gone at the end; where there is no terminal, nothing.</summary>
internal sealed class CampaignProgressLine : IDisposable
{
    private const string EraseLine = "\r\u001b[K";

    private bool _isShown;

    /// <summary>The line's text.</summary>
    public static string Text(CampaignProgress progress)
    {
        string left = progress.Left is { } time ? $", {Math.Ceiling(time.TotalSeconds):N0} s left" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Lane}: {progress.Done:N0} of {progress.Total:N0} runs, {progress.PerSecond:N0} a second{left}");
    }

    /// <summary>Shows <paramref name="progress"/>.</summary>
    public void Show(CampaignProgress progress)
    {
        if (Console.IsErrorRedirected)
        {
            return;
        }

        string text = Text(progress);
        Console.Error.Write(EraseLine + text[..Math.Min(text.Length, Math.Max(0, Console.WindowWidth - 1))]);
        _isShown = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isShown)
        {
            Console.Error.Write(EraseLine);
        }
    }
}
