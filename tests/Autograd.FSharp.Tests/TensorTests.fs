module Autograd.FSharp.Tests.TensorTests

open System
open Autograd
open Xunit

let private counting (shape: int[]) = Tensor.Arange(int64 (Array.fold (*) 1 shape)).Reshape(shape).Double()

let private values (x: Tensor) = x.Double().ToArray<float>()

[<Fact>]
let ``Factories take sizes as arguments`` () =
    Assert.Equal<int>([ 256; 2 ], Tensor.Randn(256, 2).Shape)
    Assert.Equal<int>([ 3 ], Tensor.Rand(3).Shape)
    Assert.Equal<float>([| 0.0; 0.0 |], values (Tensor.Zeros(1, 2)))
    Assert.Equal<float>([| 1.0; 1.0 |], values (Tensor.Ones(2, 1)))
    Assert.Equal<int>([ 2; 0 ], Tensor.Empty(2, 0).Shape)

[<Fact>]
let ``A dtype, a generator and named arguments fit as in C#`` () =
    let x = Tensor.Randn([| 4; 2 |], DType.Float64, Generator(7UL), true)
    Assert.Equal(DType.Float64, x.DType)
    Assert.True x.RequiresGrad

[<Fact>]
let ``Numbers, masks and tensors index`` () =
    let x = counting [| 3; 4 |]
    Assert.Equal(1.0, x.[0, 1].Item())
    Assert.Equal(11.0, x[-1, -1].Item())
    Assert.Equal<float>([| 4.0; 5.0; 6.0; 7.0 |], values x.[1])
    Assert.Equal<float>([| 9.0; 10.0; 11.0 |], values x.[x.Gt(8)])
    Assert.Equal<float>([| 8.0; 9.0; 10.0; 11.0; 0.0; 1.0; 2.0; 3.0 |], values x.[Tensor.From [| 2L; 0L |]])

[<Fact>]
let ``The end of a range belongs to it`` () =
    let x = counting [| 3; 4 |]
    Assert.Equal<int>([ 2; 4 ], x.[0..1].Shape)
    Assert.Equal<float>([| 2.0; 6.0 |], values x.[0..1, 2])
    Assert.Equal<float>([| 1.0; 5.0; 9.0 |], values x.[*, 1])
    Assert.Equal<float>([| 6.0; 7.0; 10.0; 11.0 |], values x.[1.., 2..])
    Assert.Equal<float>([| 0.0; 1.0 |], values x.[0, ..1])
    Assert.Equal<float>([| 10.0; 11.0 |], values x.[-1, -2..-1])
    Assert.Equal<int>([ 0; 4 ], x.[3..2].Shape)

[<Fact>]
let ``Slices are views and pass gradients`` () =
    let x = (counting [| 3; 4 |]).RequiresGradInPlace()
    (x.[0..1, 1..2] * 2).Sum().Backward()
    Assert.Equal<float>([| 0.0; 2.0; 2.0; 0.0; 0.0; 2.0; 2.0; 0.0; 0.0; 0.0; 0.0; 0.0 |], values (nonNull x.Grad))

[<Fact>]
let ``Numbers and tensors are written`` () =
    let x = Tensor.Zeros(2, 3)
    x.[0, 1] <- 5
    x.[1, *] <- 2.5
    x.[0..1, 2] <- Tensor.Ones(2)
    Assert.Equal<float>([| 0.0; 5.0; 1.0; 2.5; 2.5; 1.0 |], values x)

[<Fact>]
let ``What is no index or value is said`` () =
    let x = Tensor.Zeros(2, 3)
    Assert.Contains("is no index", Assert.Throws<ArgumentException>(fun () -> x.["a".."b"] |> ignore).Message, StringComparison.Ordinal)
    Assert.Contains("a cannot be written", Assert.Throws<ArgumentException>(fun () -> x.[0..1] <- "a").Message, StringComparison.Ordinal)
    Assert.Throws<ShapeException>(fun () -> x.[5, 0..1] |> ignore) |> ignore

[<Fact>]
let ``Operators take numbers on either side`` () =
    let x = Tensor.From [| 1.0; 2.0 |]
    Assert.Equal<float>([| 2.0; 3.0 |], values (x + 1.0))
    Assert.Equal<float>([| 2.0; 1.0 |], values (3 - x))
    Assert.Equal<float>([| 2.0; 4.0 |], values (2.0 * x))
    Assert.Equal<float>([| 0.5; 1.0 |], values (x / 2))
    Assert.Equal<float>([| -1.0; -4.0 |], values (-x * x))

[<Fact>]
let ``Shapes change by arguments`` () =
    let x = counting [| 2; 3 |]
    Assert.Equal<int>([ 3; 2 ], x.Reshape(3, -1).Shape)
    Assert.Equal<int>([ 6 ], x.View(6).Shape)
    Assert.Equal<int>([ 3; 2 ], x.Permute(1, 0).Shape)
    Assert.Equal<int>([ 4; 2; 3 ], x.Expand(4, 2, 3).Shape)
    Assert.Equal<int>([ 4; 3 ], x.Repeat(2, 1).Shape)
    Assert.Equal<float>([| 3.0; 4.0; 5.0; 0.0; 1.0; 2.0 |], values (x.Flip(0)))
