namespace Autograd.NN;

/// <summary>Copies of modules.</summary>
public static class ModuleClone
{
    /// <summary>A copy of a module that has nothing in common with it (<c>copy.deepcopy(module)</c>).</summary>
    /// <remarks>
    /// Parameters, buffers and modules are copied, and so is everything that other members refer to: arrays, collections, objects, what functions
    /// have captured. What was one object stays one, so that tied weights stay tied. Gradients and hooks are not copied. A member
    /// marked with <see cref="SharedAttribute"/> is shared. Tensors of one memory that are not one object, such as a view of a parameter, part.
    /// </remarks>
    /// <typeparam name="M">The type of the module.</typeparam>
    /// <exception cref="AutogradException">A member cannot be copied; the message names it: a tensor that was computed, an object of a library.</exception>
    public static M DeepClone<M>(this M module)
        where M : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        return (M)new DeepCopier().Copy(module, Module.NameOf(module.GetType()));
    }
}
