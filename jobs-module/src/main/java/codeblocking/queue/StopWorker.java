package codeblocking.queue;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Answers doorbells of the {@code stop} lane. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "destination", propertyValue = "codeblocking.stop"),
      @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "false"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "8"),
      @ActivationConfigProperty(
          propertyName = "resourceAdapter",
          propertyValue = "codeblocking-artemis")
    })
@TransactionManagement(TransactionManagementType.BEAN)
public class StopWorker implements MessageListener {
  @Inject Answering answering;

  @Override
  public void onMessage(Message message) {
    answering.answer(message);
  }
}
