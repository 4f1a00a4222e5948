// Whether a virtual CPU takes the time that it is offered in a segment.
namespace MicroHV.Fuzzing.Plans;

/// <summary>It does from the start of a segment, until it gives the rest up, or until it halts and an interrupt ends that.</summary>
/// <param name="vcpu">Its number, or <see cref="CasePlan.Nobody"/>.</param>
internal sealed class TimeTaker(int vcpu)
{
    /// <summary>Its number.</summary>
    public int Vcpu { get; } = vcpu;

    /// <summary>True if it takes time.</summary>
    public bool Takes { get; private set; } = vcpu != CasePlan.Nobody;

    /// <summary>When it takes time again; never if nothing brings it back.</summary>
    public Moment Wake { get; private set; } = new(Moment.Never, Moment.Never);

    /// <summary>Gives up the rest.</summary>
    public void GiveUp() => Halt(new Moment(Moment.Never, Moment.Never));

    /// <summary>Halts until <paramref name="wake"/>.</summary>
    public void Halt(Moment wake) => (Takes, Wake) = (false, wake);

    /// <summary>Takes time again.</summary>
    public void Return() => (Takes, Wake) = (true, new Moment(Moment.Never, Moment.Never));
}
