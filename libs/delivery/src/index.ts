export { type Channel, type ChannelName, type Envelope, type Outcome, type Outgoing } from './channels/channel';
export { SmtpChannel } from './channels/smtp.channel';
export { DeliveryApiModule } from './delivery-api.module';
export { DeliveryWorkerModule } from './delivery-worker.module';
export { DELIVERY_STATUSES, type DeliveryStatus } from './domain/delivery-state';
export { ClaimsService } from './engine/claims.service';
export { DispatchService } from './engine/dispatch.service';
export { ErrandsService } from './engine/errands.service';
