import type { InputField } from '@segment/actions-core'
import { onlyFor } from './parameters'
import { firstOf, property } from './paths'

/** What it was about: products and sums. */
export const orderFields: Record<string, InputField> = {
  contents: {
    label: 'Contents',
    description:
      'The products the event is about. TikTok uses them for catalogue ads. Products without any value are left out.',
    type: 'object',
    multiple: true,
    defaultObjectUI: 'arrayeditor',
    additionalProperties: false,
    properties: {
      price: {
        label: 'Price',
        description: 'The price of one unit of the product.',
        type: 'number',
        allowNull: true
      },
      quantity: { label: 'Quantity', description: 'How many units.', type: 'number', allowNull: true },
      content_category: { label: 'Content Category', description: 'The category of the product.', type: 'string' },
      content_id: {
        label: 'Content ID',
        description: "The product's ID, the same as in your TikTok catalogue.",
        type: 'string'
      },
      content_name: { label: 'Content Name', description: 'The name of the product.', type: 'string' },
      brand: { label: 'Brand', description: 'The brand of the product.', type: 'string' }
    }
  },
  content_type: {
    label: 'Content Type',
    description:
      'Whether the content IDs are those of products (SKUs) or of product groups. With products and nothing chosen, "product" is sent.',
    type: 'string',
    choices: [
      { label: 'Product', value: 'product' },
      { label: 'Product group', value: 'product_group' }
    ]
  },
  content_ids: {
    label: 'Content IDs',
    description:
      'The IDs of the products, which Video Shopping Ads want. Where there are none, they are taken from Contents.',
    type: 'string',
    multiple: true
  },
  num_items: {
    label: 'Number of Items',
    description: 'The number of items in the checkout or order, a whole number.',
    type: 'number',
    default: property('num_items')
  },
  currency: {
    label: 'Currency',
    description:
      'The currency of Value and of the prices: three letters (ISO 4217, such as USD). An event with anything else is refused.',
    type: 'string',
    default: property('currency')
  },
  value: {
    label: 'Value',
    description:
      'The total value of the order or of the products. 0 is a value. TikTok needs it, with Currency, to measure return on ad spend.',
    type: 'number',
    default: firstOf(property('value'), property('revenue'), property('total'))
  },
  order_id: {
    label: 'Order ID',
    description: 'The ID of the order.',
    type: 'string',
    default: property('order_id')
  },
  shop_id: {
    label: 'Shop ID',
    description: 'The ID of the shop.',
    type: 'string',
    default: property('shop_id')
  },
  description: {
    label: 'Description',
    description: 'A description of the item or page, for your own reports.',
    type: 'string'
  },
  query: {
    label: 'Query',
    description: 'The text the person searched for.',
    type: 'string',
    default: property('query')
  },
  customer_type: {
    label: 'Customer Type',
    description: 'Whether the customer is new to you, so that TikTok can tell what new customers cost.',
    type: 'string',
    choices: [
      { label: 'New', value: 'new' },
      { label: 'Returning', value: 'returning' }
    ],
    depends_on: onlyFor({ event_source: 'web' })
  },
  delivery_category: {
    label: 'Delivery Category',
    description: 'How the order reaches the customer.',
    type: 'string',
    choices: [
      { label: 'In store', value: 'in_store' },
      { label: 'Curbside', value: 'curbside' },
      { label: 'Home delivery', value: 'home_delivery' }
    ]
  },
  predicted_ltv: {
    label: 'Predicted Lifetime Value',
    description: 'What you expect the customer to spend in all, in Currency. 0 is a value.',
    type: 'number'
  }
}
