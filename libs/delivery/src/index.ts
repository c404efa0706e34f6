export { type Channel, type ChannelName, type Envelope, type Outcome, type Outgoing } from './channels/channel';
export { SmtpChannel } from './channels/smtp.channel';
export { DeliveryApiModule } from './delivery-api.module';
export { DeliveryWorkerModule } from './delivery-worker.module';
export { DELIVERY_STATUSES, type DeliveryStatus } from './domain/delivery-state';
export { DsnIntake } from './receipts/dsn-intake';
export { DsnService } from './receipts/dsn.service';
export { ReceiptsService } from './receipts/receipts.service';
export { SnsCertificates } from './receipts/sns-certificates';
