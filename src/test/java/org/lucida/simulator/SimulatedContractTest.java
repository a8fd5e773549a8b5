package org.lucida.simulator;

import java.io.IOException;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraContractTest;
import org.lucida.camera.CameraWish;
import org.lucida.frame.Roi;

class SimulatedContractTest extends CameraContractTest {
    @Override
    protected Camera open(CameraWish wish) throws IOException {
        return new SimulatedDriver().open("planet?size=64x48,frames=12,discDiameterPx=20", wish);
    }

    @Override
    protected String scheme() {
        return "sim";
    }

    @Override
    protected Roi region() {
        return new Roi(8, 4, 32, 24);
    }

    @Override
    protected boolean ends() {
        return true;
    }
}
