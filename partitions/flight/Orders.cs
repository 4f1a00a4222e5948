// What the monitor tells the others; orders.h says the same for C.

/// <summary>The page that all partitions have, and the monitor writes.</summary>
internal struct Orders
{
    /// <summary>1 as soon as the flight is over and everybody may end.</summary>
    public uint IsOver;
}
