using Autograd.NN;

namespace Autograd.Tests.NN;

/// <summary>ResNet-18 (He et al., 2016) with the keys of torchvision: conv1, bn1, layer1.0.conv1, ..., layer4.1.bn2, fc.</summary>
internal sealed class ResNet18(int numClasses = 1000) : Module
{
    private readonly Conv2d conv1 = new(3, 64, 7, stride: 2, padding: 3, bias: false);
    private readonly BatchNorm2d bn1 = new(64);
    private readonly ReLU relu = new();
    private readonly MaxPool2d maxpool = new(3, stride: 2, padding: 1);
    private readonly Sequential layer1 = [new BasicBlock(64, 64), new BasicBlock(64, 64)];
    private readonly Sequential layer2 = [new BasicBlock(64, 128, 2), new BasicBlock(128, 128)];
    private readonly Sequential layer3 = [new BasicBlock(128, 256, 2), new BasicBlock(256, 256)];
    private readonly Sequential layer4 = [new BasicBlock(256, 512, 2), new BasicBlock(512, 512)];
    private readonly AdaptiveAvgPool2d avgpool = new(1);
    private readonly Linear fc = new(512, numClasses);

    /// <summary>Images <c>[N, 3, H, W]</c> to logits <c>[N, numClasses]</c>.</summary>
    protected override Tensor ForwardCore(Tensor x)
    {
        x = maxpool.Forward(relu.Forward(bn1.Forward(conv1.Forward(x))));
        x = layer4.Forward(layer3.Forward(layer2.Forward(layer1.Forward(x))));
        return fc.Forward(avgpool.Forward(x).Flatten(1));
    }

    /// <summary>Two convolutions and a way past them.</summary>
    private sealed class BasicBlock(int inPlanes, int planes, int stride = 1) : Module
    {
        private readonly Conv2d conv1 = new(inPlanes, planes, 3, stride: stride, padding: 1, bias: false);
        private readonly BatchNorm2d bn1 = new(planes);
        private readonly ReLU relu = new();
        private readonly Conv2d conv2 = new(planes, planes, 3, padding: 1, bias: false);
        private readonly BatchNorm2d bn2 = new(planes);
        private readonly Sequential? downsample = stride == 1 && inPlanes == planes ? null : [new Conv2d(inPlanes, planes, 1, stride: stride, bias: false), new BatchNorm2d(planes)];

        protected override Tensor ForwardCore(Tensor x)
        {
            var y = bn2.Forward(conv2.Forward(relu.Forward(bn1.Forward(conv1.Forward(x)))));
            return relu.Forward(y + (downsample?.Forward(x) ?? x));
        }
    }
}
