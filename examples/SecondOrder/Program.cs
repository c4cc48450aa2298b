using SecondOrder;

// Four uses of derivatives of derivatives, each with a number that is known beforehand.
bool isRight = HeatEquation.Run(Console.Out, steps: 1500) < 5e-3;
isRight &= GradientPenalty.Run(Console.Out, steps: 1500) < 1e-2;
isRight &= MetaLearning.Run(Console.Out, steps: 400) < 0.25;
isRight &= NewtonMethod.Run(Console.Out) < 1e-12;
return isRight ? 0 : 1;
