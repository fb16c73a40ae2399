import type { InputField } from '@segment/actions-core'
import { onlyFor } from './parameters'
import { firstOf, property } from './paths'

/** What it was about: products and sums. */
export const orderFields: Record<string, InputField> = {
  contents: {
    label: 'Contents',
    description:
      'The products the event is about, which TikTok uses for catalog ads such as Video Shopping Ads. Missing details are left out, and so are products without any details.',
    type: 'object',
    multiple: true,
    defaultObjectUI: 'arrayeditor',
    additionalProperties: false,
    properties: {
      price: {
        label: 'Price',
        description: 'The price of one unit, in Currency.',
        type: 'number',
        allowNull: true
      },
      quantity: { label: 'Quantity', description: 'The number of units.', type: 'number', allowNull: true },
      content_category: { label: 'Content Category', description: 'The category of the product.', type: 'string' },
      content_id: {
        label: 'Content ID',
        description: 'The ID of the product or product group, the same as in your TikTok catalog.',
        type: 'string'
      },
      content_name: { label: 'Content Name', description: 'The name of the product.', type: 'string' },
      brand: { label: 'Brand', description: 'The brand of the product.', type: 'string' }
    }
  },
  content_type: {
    label: 'Content Type',
    description:
      'Whether Contents and Content IDs hold the IDs of products (SKUs) or of product groups. When it is missing, "product" is sent for events with products; it is left out of events without any.',
    type: 'string',
    choices: [
      { label: 'Product', value: 'product' },
      { label: 'Product group', value: 'product_group' }
    ]
  },
  content_ids: {
    label: 'Content IDs',
    description:
      'The IDs of the products or product groups, which TikTok uses for Video Shopping Ads. When they are missing, the IDs in Contents are used.',
    type: 'string',
    multiple: true
  },
  num_items: {
    label: 'Number of Items',
    description:
      'The number of items in the checkout or order, as a whole number, reported with the event. Left out when it is missing.',
    type: 'number',
    default: property('num_items')
  },
  currency: {
    label: 'Currency',
    description:
      'The currency of Value and of the prices in Contents, as a three-letter ISO 4217 code such as USD. Left out when it is missing; an event with anything but three letters here is not sent.',
    type: 'string',
    placeholder: 'USD',
    default: property('currency')
  },
  value: {
    label: 'Value',
    description:
      'The total value of the order or of the products, in Currency. When it is missing, the event is reported without a value; 0 counts as a value.',
    type: 'number',
    default: firstOf(property('value'), property('revenue'), property('total'))
  },
  order_id: {
    label: 'Order ID',
    description: 'The ID of the order, reported with the event when there is one.',
    type: 'string',
    default: property('order_id')
  },
  shop_id: {
    label: 'Shop ID',
    description: 'The ID of the shop, reported with the event when there is one.',
    type: 'string',
    default: property('shop_id')
  },
  description: {
    label: 'Description',
    description: 'A description of the item or page, reported with the event when there is one.',
    type: 'string'
  },
  query: {
    label: 'Query',
    description: 'The text the person searched for, reported with the event when there is one.',
    type: 'string',
    default: property('query')
  },
  customer_type: {
    label: 'Customer Type',
    description: 'Whether the customer is new or returning, reported with web events. Left out when it is missing.',
    type: 'string',
    choices: [
      { label: 'New', value: 'new' },
      { label: 'Returning', value: 'returning' }
    ],
    depends_on: onlyFor({ event_source: 'web' })
  },
  delivery_category: {
    label: 'Delivery Category',
    description:
      'How the customer gets the order: in store, curbside, or by home delivery. Reported with the event, and left out when it is missing.',
    type: 'string',
    choices: [
      { label: 'In store', value: 'in_store' },
      { label: 'Curbside', value: 'curbside' },
      { label: 'Home delivery', value: 'home_delivery' }
    ]
  },
  predicted_ltv: {
    label: 'Predicted Lifetime Value',
    description:
      'How much you expect the customer to be worth to you in total, reported with the event. Left out when it is missing; 0 counts as a value.',
    type: 'number'
  }
}
