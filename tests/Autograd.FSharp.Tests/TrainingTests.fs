module Autograd.FSharp.Tests.TrainingTests

open Autograd
open Autograd.Checks
open Autograd.NN
open Autograd.Optim
open Xunit

type private F = Autograd.NN.Functional

/// x + W2 tanh(W1 x), then two classes.
type private Residual(width: int) =
    inherit Module()
    let first = new Linear(width, width)
    let second = new Linear(width, width)
    let last = new Linear(width, 2)

    override _.ForwardCore(x: Tensor) : Tensor = last.Forward(x + second.Forward(first.Forward(x).Tanh()))

let private make () =
    Generator.ManualSeed 0UL |> ignore
    let x = Tensor.Randn([| 256; 2 |], DType.Float64)
    let net = new Residual(2)
    net.To DType.Float64 |> ignore
    net, x, (x * x).Sum(1).Gt(1).To(DType.Int64)

[<Fact>]
let ``The fields of a module are its parameters`` () =
    let net, _, _ = make ()
    Assert.Equal<string>(
        [ "first.weight"; "first.bias"; "second.weight"; "second.bias"; "last.weight"; "last.bias" ],
        net.StateDict().Keys)

[<Fact>]
let ``Gradients are checked`` () =
    let net, x, y = make ()
    let parameters = net.NamedParameters() |> Seq.map (fun (struct (name, parameter)) -> struct (name, parameter :> Tensor))
    let report = GradCheck.Run((fun () -> F.CrossEntropy(net.Forward(x.[0..7]), y.[0..7])), parameters)
    Assert.True(report.Passed, string report)

[<Fact>]
let ``A module learns`` () =
    let net, x, y = make ()
    let optimizer = Adam(net.ParameterTensors(), lr = 5e-2)
    let loss () = F.CrossEntropy(net.Forward x, y)
    let before = loss().Item()
    for _ in 1..100 do
        optimizer.ZeroGrad()
        loss().Backward()
        optimizer.Step()
    use _ = NoGrad.Scope
    let after = loss ()
    Assert.False after.RequiresGrad
    Assert.True(after.Item() < 0.8 * before, $"{before} to {after.Item()}")
